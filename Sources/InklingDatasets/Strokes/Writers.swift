/// Who writes: how unsteady hands are, how far they go from the usual, and how ragged their lines.
struct Writers {
  /// Deviation of a glyph's control points, in units of its height; each hand has its own.
  let unsteadiness: ClosedRange<Float>
  /// The deviation of slant, aspect, turn and bend from the usual ones, as a share of the training set's.
  let variety: Float
  /// How far a line's edge strays at a pixel, as a share of its softness; each pen has its own.
  let raggedness: ClosedRange<Float>

  /// Those of the training set write worse than people do: who learns from them reads people the better.
  static let training = Writers(unsteadiness: 0.02...0.09, variety: 1, raggedness: 0...0.7)
  /// Those of the test set write about as people do.
  static let test = Writers(unsteadiness: 0.01...0.04, variety: 0.7, raggedness: 0...0.4)
}
