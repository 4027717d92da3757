import InklingDatasets
import InklingFiles
import InklingFraming
import InklingRandomness

/// What the built-in model learns from besides MNIST alone: MNIST's training images without those that are held out, and
/// drawings of digits on a canvas, framed as `inkling predict` frames them.
///
/// Half of the drawings are by hands as steady as those that are measured, half by those of the training set, which stray
/// farther. No two are by the same hand.
enum DigitSet {
  /// How many drawings; the digits come in turn.
  private static let drawings = 18_000
  /// The seed of the drawings; those by which choices were made, and those that are measured, have others.
  private static let seed: UInt64 = 13

  /// Writes a training part with the classes' names: the folder is a data set.
  ///
  /// - Parameter share: of the usual numbers of images; 1 for all.
  static func write(to folder: String, share: Double) throws {
    let digits = try ScannedDigits.kept()
    var images = FramedImages()
    for place in 0..<Int(Double(digits.indices.count) * share) {
      images.add(digits.image(place), label: digits.label(place))
    }
    let scanned = images.count
    for digit in 0..<10 {
      try images.add(Int(Double(drawings / 10) * share), label: digit) { index in
        let scene = try PictureSet.canvas.scene(
          10 * index + digit, digits: digits, seed: seed, writers: index.isMultiple(of: 2) ? .training : .test)
        let framed = PictureFraming().frame(scene.picture).digits
        // What was framed wrongly is not to be learnt as a digit.
        return framed.count == 1 ? [framed[0].pixels] : []
      }
    }
    print("\(scanned) images of MNIST, \(images.count - scanned) drawings")
    try images.write(to: folder)
    try DurableFile.write(Array((0..<10).map { "\($0)\n" }.joined().utf8), to: folder + "/classes.txt")
  }
}
