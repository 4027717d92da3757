import InklingDatasets
import InklingFiles
import InklingFraming
import InklingRandomness

/// The data set of what tells digits from anything else, all of it framed: MNIST's training images without those that are
/// held out, the same from JPEG files and on paper of many kinds, drawings, and outliers.
struct DetectorSet {
  private var images = FramedImages()
  /// Of the usual numbers of pictures so many are made; 1 for all.
  private let share: Double

  /// MNIST images as they are.
  private static let plain = 20_000
  /// MNIST images as JPEG files leave them, and as they are after somebody enlarged them.
  private static let altered = 6_000
  /// Pictures of each set of `papers`.
  private static let pasted = 150
  private static let papers: [PictureSet] = [.plain, .paper, .ruled, .pencil, .photo, .numbers]
  private static let drawings = 10_000
  private static let outliers = 32_000
  /// The seed of pictures to train with; those that are measured have another.
  static let seed: UInt64 = 11

  /// Writes a training part with the classes' names: the folder is a data set.
  ///
  /// - Parameter share: of the usual numbers of pictures; 1 for all.
  static func write(to folder: String, share: Double) throws {
    var set = DetectorSet(share: share)
    try set.addDigits()
    print("\(set.images.count) digits")
    try set.addOutliers()
    print("\(set.images.count) images in all")
    try set.images.write(to: folder)
    try DurableFile.write(Array("digit\nother\n".utf8), to: folder + "/classes.txt")
  }

  private init(share: Double) { self.share = share }

  private mutating func addDigits() throws {
    let digits = try ScannedDigits.kept()
    for place in 0..<number(of: Self.plain) { images.add(digits.image(place), label: 0) }
    try add(Self.altered, label: 0) { index in
      let image = digits.image(Self.plain + index)
      guard index % 3 > 0 else { return [FramedImages.blurred(image, by: 40 + index % 60)] }
      return [try FramedImages.compressed(image, quality: 35 + index % 6 * 10)]
    }
    for set in Self.papers {
      try add(Self.pasted, label: 0) { index in
        let scene = try set.scene(Self.plain + Self.altered + index, digits: digits, seed: Self.seed)
        let framed = PictureFraming().frame(scene.picture).digits
        // What was framed wrongly is not to be learnt as a digit.
        return framed.count == scene.expected.count ? framed.map(\.pixels) : []
      }
    }
    try add(Self.drawings, label: 0) { index in
      var generator = CounterGenerator(seed: Self.seed, purpose: .drawing, epoch: 200, sample: index)
      let glyph = Glyph.digit(index % 10, from: &generator)
      let framed = PenDrawing.framed(index, glyph, from: &generator)
      return framed.count == 1 ? framed : []
    }
  }

  private mutating func addOutliers() throws {
    for (place, kind) in OutlierKind.allCases.enumerated() {
      let before = images.count
      try add(Self.outliers * kind.share / 100, label: 1) { index in
        var generator = CounterGenerator(seed: Self.seed, purpose: .drawing, epoch: 300 + place, sample: index)
        return try kind.framed(index, from: &generator)
      }
      print("\(kind.rawValue): \(images.count - before)")
    }
  }

  private func number(of pictures: Int) -> Int { Int(Double(pictures) * share) }

  private mutating func add(_ count: Int, label: Int, _ framed: @Sendable (Int) throws -> [[UInt8]]) throws {
    try images.add(number(of: count), label: label, framed)
  }
}
