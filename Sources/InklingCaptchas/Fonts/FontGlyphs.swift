import InklingFiles

/// What an alphabet's characters look like in one font.
struct FontGlyphs: Sendable {
  /// One character: polygons around the origin, y downwards, as large as the font's usual character is 1 high.
  struct Glyph: Sendable {
    /// The corners of all polygons, one behind the other.
    let points: [SIMD2<Float>]
    /// Behind each polygon's last corner.
    let ends: [Int]
    /// The box around the points.
    let low: SIMD2<Float>
    let high: SIMD2<Float>
  }

  let path: String
  let family: String
  /// Of the alphabet's characters, in its order.
  let glyphs: [Glyph]
  /// How wide its strokes are, in heights of a character: twice the area over the length of the outline, of all together.
  let stroke: Float
  /// How many times as wide as its 0 its O is, both equally high; infinite where the alphabet has not both. A mark in the 0
  /// counts for nothing: the O of such a font looks like the 0 of another.
  let zero: Float

  /// The most corners that one font's characters may have together.
  private static let mostPoints = 4_000_000

  /// - Parameter detail: how many pixels high a character may become: its polygons are at most a tenth of one wrong.
  /// - Throws: `InputError` of kind `.malformed` for a character that the font does not draw, or draws as another.
  init(_ file: borrowing FontFile, alphabet: Alphabet, detail: Int) throws(InputError) {
    path = file.path
    family = file.family
    for character in alphabet.characters where !file.has(character) {
      throw Self.lacking(character, path: file.path)
    }
    var outlines: [Outline] = []
    for character in alphabet.characters {
      guard let outline = file.outline(of: character) else { throw Self.lacking(character, path: file.path) }
      outlines.append(outline)
    }
    try Self.requireDifferent(outlines, alphabet, path: file.path)
    let tolerance = 0.1 / Float(detail)
    let polygons = outlines.map { $0.polygons(tolerance: tolerance, longest: 0.15) }
    let count = polygons.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
    guard count <= Self.mostPoints else {
      throw InputError(.malformed, "a font's outlines are too large", path: path, remedy: "take another font")
    }
    let boxes = polygons.map { Self.box(of: $0.joined()) }
    guard let frame = Self.frame(of: boxes) else {
      throw InputError(.malformed, "a font's characters have no height", path: path, remedy: "take another font")
    }
    stroke = Self.stroke(of: polygons.joined()) / frame.height
    glyphs = zip(polygons, boxes).map { polygons, box in
      let center = SIMD2((box.low.x + box.high.x) / 2, frame.middle)
      var ends: [Int] = []
      var points: [SIMD2<Float>] = []
      for polygon in polygons {
        points += polygon.map { ($0 - center) * SIMD2(1, -1) / frame.height }
        ends.append(points.count)
      }
      let placed = Self.box(of: points)
      return Glyph(points: points, ends: ends, low: placed.low, high: placed.high)
    }
    zero = Self.zero(of: glyphs, alphabet)
  }

  /// What distinguishes the shapes from others', for a digest.
  func update(_ digest: inout SHA256Digest) {
    for glyph in glyphs {
      glyph.points.withUnsafeBytes { digest.update($0) }
      glyph.ends.withUnsafeBytes { digest.update($0) }
    }
  }

  private static func lacking(_ character: Character, path: String) -> InputError {
    InputError(
      .malformed, "a font does not draw a character of the alphabet", path: path, expected: "all of its characters",
      found: "no outline for \"\(character)\"", remedy: "take the font out of the folder, or leave the character out")
  }

  /// Fonts of capitals alone draw small letters as capitals: nobody could tell which was meant.
  private static func requireDifferent(
    _ outlines: [Outline], _ alphabet: Alphabet, path: String
  ) throws(InputError) {
    var seen: [[Outline.Contour].Index: [Int]] = [:]
    for (place, outline) in outlines.enumerated() {
      let size = outline.contours.reduce(0) { $0 + $1.pieces.count }
      if let other = seen[size]?.first(where: { outlines[$0] == outline }) {
        throw InputError(
          .malformed, "a font draws two characters of the alphabet alike", path: path,
          found: "\"\(alphabet.characters[other])\" and \"\(alphabet.characters[place])\"",
          remedy: "take the font out of the folder, or leave one of them out")
      }
      seen[size, default: []].append(place)
    }
  }

  private typealias Box = (low: SIMD2<Float>, high: SIMD2<Float>)

  private static func box(of points: some Sequence<SIMD2<Float>>) -> Box {
    points.reduce((SIMD2(repeating: .infinity), SIMD2(repeating: -.infinity))) {
      (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1))
    }
  }

  private static func zero(of glyphs: [Glyph], _ alphabet: Alphabet) -> Float {
    guard let zero = alphabet.characters.firstIndex(of: "0"), let letter = alphabet.characters.firstIndex(of: "O")
    else { return .infinity }
    func width(_ glyph: Glyph) -> Float { (glyph.high.x - glyph.low.x) / (glyph.high.y - glyph.low.y) }
    let ratio = width(glyphs[letter]) / width(glyphs[zero])
    // Without a width or a height there is no picture to mistake for the other.
    return ratio.isNaN ? .infinity : ratio
  }

  /// A line of width w and length l has an area of w l and an outline of about 2 l.
  private static func stroke(of polygons: some Sequence<[SIMD2<Float>]>) -> Float {
    var (area, length) = (Float(0), Float(0))
    for polygon in polygons {
      guard var last = polygon.last else { continue }
      for point in polygon {
        area += (last.x * point.y - last.y * point.x) / 2
        let step = point - last
        length += (step * step).sum().squareRoot()
        last = point
      }
    }
    return length > 0 ? 2 * area.magnitude / length : 0
  }

  /// How high most characters are, and where their middle is: of four in five, so that one long tail says nothing.
  private static func frame(of boxes: [Box]) -> (height: Float, middle: Float)? {
    let place = (boxes.count - 1) * 4 / 5
    let height = boxes.map { $0.high.y - $0.low.y }.sorted()[place]
    let top = boxes.map(\.high.y).sorted()[place]
    let bottom = boxes.map { -$0.low.y }.sorted()[place]
    // Three numbers of a font: none may be infinite or nothing.
    guard height.isFinite, top.isFinite, bottom.isFinite, height > 1e-3 else { return nil }
    return (height, (top - bottom) / 2)
  }
}
