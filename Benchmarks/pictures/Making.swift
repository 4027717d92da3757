import InklingDatasets
import InklingFiles
import InklingFormats
import InklingFraming
import InklingImages

/// Pictures of one set, framed and written.
struct Making {
  let set: PictureSet
  let count: Int
  let folder: String
  let options: ArraySlice<String>

  func run() throws {
    let digits = options.contains("--held-out") ? try ScannedDigits.heldOut() : try .test()
    var pixels: [UInt8] = []
    var owners: [Int64] = []
    var expected: [Int64] = []
    var modes: [FramingMode: Int] = [:]
    var shown: [Picture] = []
    var statistics: [Float] = []
    let isShown = shownIndices
    let seed = seed
    for index in 0..<count {
      let scene = try set.scene(index, digits: digits, seed: seed)
      let framed = PictureFraming().frame(scene.picture)
      modes[framed.choice.mode, default: 0] += 1
      for digit in framed.digits {
        pixels += digit.pixels
        owners.append(Int64(index))
      }
      expected += (0..<8).map { $0 < scene.expected.count ? Int64(scene.expected[$0]) : -1 }
      let figures = framed.statistics
      statistics += [
        figures.contrast, figures.noise, figures.share, Float(figures.pieces), Float(figures.specks),
        Float(figures.ruledLines), framed.digits.first?.strokeWidth ?? 0, Float(framed.lines.count),
      ]
      if options.contains("--steps"), isShown.contains(index) {
        let sheet = PictureFraming().steps(of: scene.picture).sheet()
        try PictureFile.write(sheet, to: "\(folder)/\(set.rawValue)-\(index).png")
      }
      if isShown.contains(index) { shown.append(Self.shown(scene, framed)) }
    }
    print("\(set.rawValue): \(count) pictures, \(owners.count) digits, \(modes.map { "\($0.key) \($0.value)" })")
    let values = pixels.map { Float($0) / 127.5 - 1 }
    try NPZ.write(
      [NamedArray(name: "input", shape: [owners.count, 1, 28, 28], floats: values)], to: "\(folder)/\(set.rawValue).npz"
    )
    try NPZ.write(
      [
        NamedArray(name: "owners", shape: [owners.count], integers: owners),
        NamedArray(name: "expected", shape: [count, 8], integers: expected),
        NamedArray(name: "statistics", shape: [count, 8], floats: statistics),
      ], to: "\(folder)/\(set.rawValue)-expected.npz")
    if !shown.isEmpty {
      let sheet = ImageSheet(shown, columns: 8, scale: 1)
      try PictureFile.write(sheet.drawn(), to: "\(folder)/\(set.rawValue).png")
    }
  }

  /// The pictures for the sheet: those named after `--sheet`, or the first 48.
  private var shownIndices: Set<Int> {
    guard let place = options.firstIndex(of: "--sheet") else { return [] }
    let named = options[(place + 1)...].prefix { !$0.hasPrefix("--") }.compactMap { Int($0) }
    return Set(named.isEmpty ? Array(0..<min(count, 48)) : named)
  }

  private var seed: UInt64 {
    options.firstIndex(of: "--seed").flatMap { options[($0 + 1)...].first }.flatMap { UInt64($0) }
      ?? PictureSet.measured
  }

  /// The picture, and below it what the model gets to see.
  private static func shown(_ scene: Scene, _ framed: FramedPicture) -> Picture {
    let side = 168
    let small = InkChannel.plane(of: scene.picture, fitting: side)
    var sheet = Plane(width: side, height: side + 62, filledWith: 128)
    for y in 0..<small.height {
      for x in 0..<small.width { sheet[x, y] = small[x, y] }
    }
    let factor = framed.digits.count <= 3 ? 2 : 1
    for (place, digit) in framed.digits.prefix(6 * factor).enumerated() {
      for y in 0..<28 * factor {
        for x in 0..<28 * factor {
          let column = (place * 28 * factor + x) % side
          let row = side + 3 + (place * 28 * factor + x) / side * 29 + y
          if row < sheet.height { sheet[column, row] = Float(digit.pixels[y / factor * 28 + x / factor]) }
        }
      }
    }
    return Picture(width: side, height: sheet.height, samples: sheet.values.map { UInt8(min(max($0, 0), 255)) })
  }
}
