/// Who writes: how unsteady hands are, how far they go from the usual, and how ragged their lines.
package struct Writers: Sendable {
  /// Deviation of a glyph's control points, in units of its height; each hand has its own.
  let unsteadiness: ClosedRange<Float>
  /// The deviation of slant, aspect, turn and bend from the usual ones, as a share of the training set's.
  let variety: Float
  /// The deviation of the pens' breadth from the usual one, as a share of the training set's.
  let penVariety: Float
  /// How far a line's edge strays at a pixel, as a share of its softness; each pen has its own.
  let raggedness: ClosedRange<Float>

  /// Those of the training set write worse than people do: who learns from them reads people the better.
  package static let training = Writers(unsteadiness: 0.02...0.09, variety: 1, penVariety: 1, raggedness: 0...0.7)
  /// Those of the test set write about as people do.
  package static let test = Writers(unsteadiness: 0.01...0.04, variety: 0.7, penVariety: 1, raggedness: 0...0.4)
  /// Those of numbers write steadily and with ordinary pens, as people fill in a form: for training and the test alike.
  static let ofNumbers = Writers(unsteadiness: 0.005...0.025, variety: 0.6, penVariety: 0.7, raggedness: 0...0.4)
}
