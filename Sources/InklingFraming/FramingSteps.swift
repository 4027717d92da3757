public import InklingImages

/// What framing made of a picture, step by step, as pictures side by side.
public struct FramingSteps: Sendable {
  /// A step's name and its picture.
  public struct Stage: Sendable, Equatable {
    /// In a few words: "paper".
    public let name: String
    /// Its picture: ink is dark, except in what the model sees.
    public let picture: Picture
  }

  /// The picture in grey, its paper, its ink, the ink without ruled lines, the digits' boxes, and what the model sees.
  public let stages: [Stage]

  /// The longest side of a stage's picture.
  private static let side = 280

  /// - Parameter framed: whose digits are shown; by default those that were found.
  package init(_ analysis: PictureFraming.Analysis, framed: FramedPicture? = nil) {
    let framed = framed ?? analysis.framed
    let ink = analysis.ink
    var stages = [Stage(name: "picture", picture: Self.picture(analysis.grays.map { $0 / 255 }))]
    if let sheet = analysis.sheet { stages.append(Stage(name: "sheet", picture: Self.picture(sheet.map { $0 / 255 }))) }
    stages += [
      Stage(name: "paper", picture: Self.picture(ink.paper.grays.map { $0 / 255 })),
      Stage(name: "ink", picture: Self.picture(ink.raw.map { 1 - $0 })),
      Stage(name: "without lines", picture: Self.picture(ink.strengths.map { 1 - $0 })),
      Stage(name: "boxes", picture: Self.boxes(analysis, framed)),
    ]
    if let strip = Self.strip(analysis, framed) { stages.append(Stage(name: "model sees", picture: strip)) }
    self.stages = stages
  }

  /// All stages on one sheet, with their names.
  public func sheet() -> Picture {
    ImageSheet(stages.map(\.picture), columns: stages.count, scale: 1, columnCaptions: stages.map(\.name)).drawn()
  }

  private static func picture(_ plane: Plane) -> Picture {
    let small = plane.shrunk(toFit: side)
    let samples = small.values.map { UInt8(min(max($0, 0), 1) * 255 + 0.5) }
    let picture = Picture(width: small.width, height: small.height, samples: samples)
    let factor = max(1, side / max(small.width, small.height))
    return picture.magnified(by: factor)
  }

  private static func boxes(_ analysis: PictureFraming.Analysis, _ framed: FramedPicture) -> Picture {
    var drawn = analysis.ink.strengths.map { 1 - 0.6 * $0 }
    let scale = SIMD2(Float(drawn.width), Float(drawn.height)) / analysis.part.size
    for digit in framed.digits {
      let low = (SIMD2(Float(digit.box.x), Float(digit.box.y)) - analysis.part.origin) * scale
      let high = low + SIMD2(Float(digit.box.width), Float(digit.box.height)) * scale
      let (left, top) = (max(Int(low.x), 0), max(Int(low.y), 0))
      let (right, bottom) = (min(Int(high.x), drawn.width) - 1, min(Int(high.y), drawn.height) - 1)
      guard right >= left, bottom >= top else { continue }
      for x in left...right { (drawn[x, top], drawn[x, bottom]) = (0, 0) }
      for y in top...bottom { (drawn[left, y], drawn[right, y]) = (0, 0) }
    }
    return picture(drawn)
  }

  /// The first eight digits of each line, below one another; nil without any.
  private static func strip(_ analysis: PictureFraming.Analysis, _ framed: FramedPicture) -> Picture? {
    let lines = framed.lines.prefix(8)
    guard let longest = lines.map({ min($0.count, 8) }).max(), longest > 0 else { return nil }
    let (width, height) = (analysis.framing.width, analysis.framing.height)
    var strip = Picture(width: longest * (width + 1) - 1, height: lines.count * (height + 1) - 1, gray: 128)
    for (row, line) in lines.enumerated() {
      for (column, digit) in line.prefix(8).enumerated() {
        let image = Picture(width: width, height: height, samples: digit.pixels)
        strip.paste(image, x: column * (width + 1), y: row * (height + 1))
      }
    }
    return strip.magnified(by: max(1, side / max(strip.width, strip.height)))
  }
}
