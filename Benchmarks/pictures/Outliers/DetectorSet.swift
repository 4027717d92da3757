import InklingDatasets
import InklingFiles
import InklingFormats
import InklingFraming
import InklingImages
import InklingRandomness
import Synchronization

/// The data set of what tells digits from anything else, all of it framed: MNIST's training images without those that are
/// held out, the same on paper of many kinds, drawings, and outliers.
struct DetectorSet {
  private var pixels: [UInt8] = []
  private var labels: [Int64] = []
  /// Of the usual numbers of pictures so many are made; 1 for all.
  private let share: Double

  /// MNIST images as they are.
  private static let plain = 8_000
  /// Pictures of each set of `papers`.
  private static let pasted = 50
  private static let papers: [PictureSet] = [.plain, .paper, .ruled, .pencil, .photo, .numbers]
  private static let drawings = 4_000
  private static let outliers = 12_000
  /// The seed of pictures to train with; those that are measured have another.
  static let seed: UInt64 = 11

  private init(share: Double) { self.share = share }

  /// Writes a training part, `[N, 28, 28]`, with the classes' names: the folder is a data set.
  ///
  /// - Parameter share: of the usual numbers of pictures; 1 for all.
  static func write(to folder: String, share: Double) throws {
    var set = DetectorSet(share: share)
    try set.addDigits()
    print("\(set.labels.count) digits")
    try set.addOutliers()
    print("\(set.labels.count) images in all")
    try Folder.create(folder)
    let images = try NamedArray(
      name: "x_train", elementType: .uint8, shape: [set.labels.count, 28, 28], bytes: set.pixels)
    let labels = NamedArray(name: "y_train", shape: [set.labels.count], integers: set.labels)
    for array in [images, labels] { try DurableFile.write(NPY.encode(array), to: "\(folder)/\(array.name).npy") }
    try DurableFile.write(Array("digit\nother\n".utf8), to: folder + "/classes.txt")
  }

  private mutating func addDigits() throws {
    let digits = try ScannedDigits.kept()
    for index in 0..<number(of: Self.plain) {
      pixels += digits.set[digits.indices[index]]
      labels.append(0)
    }
    for set in Self.papers {
      try add(Self.pasted, isDigit: true) { index in
        let scene = try set.scene(Self.plain + index, digits: digits, seed: Self.seed)
        let framed = PictureFraming().frame(scene.picture).digits
        // What was framed wrongly is not to be learnt as a digit.
        return framed.count == scene.expected.count ? framed.map(\.pixels) : []
      }
    }
    try add(Self.drawings, isDigit: true) { index in
      var generator = CounterGenerator(seed: Self.seed, purpose: .drawing, epoch: 200, sample: index)
      let glyph = Glyph.digit(index % 10, from: &generator)
      let framed = PenDrawing.framed(index, glyph, from: &generator)
      return framed.count == 1 ? framed : []
    }
  }

  private mutating func addOutliers() throws {
    for (place, kind) in OutlierKind.allCases.enumerated() {
      let before = labels.count
      try add(Self.outliers * kind.share / 100, isDigit: false) { index in
        var generator = CounterGenerator(seed: Self.seed, purpose: .drawing, epoch: 300 + place, sample: index)
        return try kind.framed(index, from: &generator)
      }
      print("\(kind.rawValue): \(labels.count - before)")
    }
  }

  private func number(of pictures: Int) -> Int { Int(Double(pictures) * share) }

  /// Adds what `framed` makes of each number, in their order, on all processors.
  private mutating func add(_ count: Int, isDigit: Bool, _ framed: @Sendable (Int) throws -> [[UInt8]]) throws {
    let count = number(of: count)
    let results = Mutex([[[UInt8]]](repeating: [], count: count))
    let fault = Mutex<(any Error)?>(nil)
    let next = Atomic(0)
    withoutActuallyEscaping(framed) { framed in
      SystemThread.perform(Processors.count) { _ in
        while true {
          let index = next.add(1, ordering: .relaxed).oldValue
          guard index < count else { return }
          do {
            let images = try framed(index)
            results.withLock { $0[index] = images }
          } catch {
            fault.withLock { $0 = error }
          }
        }
      }
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
    for image in results.withLock({ $0 }).joined() {
      pixels += image
      labels.append(isDigit ? 0 : 1)
    }
  }
}
