import InklingMathematics

/// From `start` at share 0 to `end` at share 1, along half a cosine.
func cosineAnnealed(from start: Double, to end: Double, _ share: Double) -> Double {
  end + (start - end) / 2 * (1 + Elementary.cosine(ofPiTimes: share))
}
