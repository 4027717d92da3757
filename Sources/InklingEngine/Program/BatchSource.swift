/// What one run reads and writes outside the program's own memory.
struct BatchSource {
  var images: UnsafePointer<UInt8>?
  /// What the images are compared with.
  var targets = BatchTargets()
  /// The same for each of several heads.
  var heads: UnsafePointer<BatchTargets>?
  /// The images to take, in order; nil for the first `count`.
  var indices: UnsafePointer<Int32>?
  var count = 0
  /// What a lane's gradient is multiplied by: one over the batch's size.
  var lossScale: Float = 0
  /// What random layers draw from: the program's seed, and the steps taken before this one.
  var seed: UInt64 = 0
  var step = 0
  /// The images' numbers in the data set, which random layers look at; nil for `indices`, or their places.
  var numbers: UnsafePointer<Int32>?
  /// Per image: the loss, the class predicted, the outputs.
  var losses: UnsafeMutablePointer<Float>?
  var predictions: UnsafeMutablePointer<Int32>?
  var outputs: UnsafeMutablePointer<Float>?
  /// What changes the images on their way in.
  var preparation: PreparedEpoch?
  /// Instead of images: the network's inputs, one row an image.
  var inputRows: UnsafePointer<Float>?
  /// Instead of a loss: the gradient by the outputs, one row an image.
  var outputGradientRows: UnsafePointer<Float>?
  /// Whether the preparation may mix two of them: then their answers are probabilities.
  var isMixed = false
  /// The labels of images that are mixed into these, and these ones' shares; nil where nothing is.
  var secondLabels: UnsafePointer<Int32>?
  var shares: UnsafePointer<Float>?
  /// Where the program's observations go, one row an image.
  var observed: UnsafePointer<UnsafeMutablePointer<Float>?>?
}
