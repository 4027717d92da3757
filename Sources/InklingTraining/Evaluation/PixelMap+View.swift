import InklingDatasets
import InklingMathematics

extension PixelMap {
  /// A view of images of this size. Places are rounded to 1/256 of a pixel.
  init(_ view: EvaluationView, height: Int, width: Int) {
    let turn = Elementary.sineAndCosine(degrees: view.turn)
    let (cosine, sine) = (turn.cosine / view.scale, turn.sine / view.scale)
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    self.init(height: height, width: width) { x, y in
      // Backwards: where this pixel was before it was moved, turned and scaled. Rows count down.
      let (x, y) = (x + middleX - view.right - middleX, y + middleY - view.down - middleY)
      return (
        Self.rounded(middleX + cosine * x - sine * y, limit: width) - middleX,
        Self.rounded(middleY + sine * x + cosine * y, limit: height) - middleY
      )
    }
  }

  /// A coordinate from the first pixel's middle; what is far outside comes to just outside.
  private static func rounded(_ coordinate: Double, limit: Int) -> Double {
    (min(max(coordinate, -2), Double(limit) + 1) * 256).rounded() / 256
  }
}
