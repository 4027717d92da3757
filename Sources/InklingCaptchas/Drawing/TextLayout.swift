import InklingRandomness

/// Where the characters of one picture stand, as polygons in its pixels.
struct TextLayout {
  /// A character's polygons, or those of one that shows beside it on a wheel.
  struct Character {
    var points: Range<Int>
    /// Places in `ends`.
    var polygons: Range<Int>
    /// The box around it.
    var low: SIMD2<Float>
    var high: SIMD2<Float>
    /// Which of the text's characters it is, or stands beside.
    let place: Int
    /// Whether it is the text's own.
    let isText: Bool
  }

  private(set) var points: [SIMD2<Float>] = []
  /// Behind each polygon's last point.
  private(set) var ends: [Int] = []
  private(set) var characters: [Character] = []
  /// The windows of a meter: their left and right sides, their top and bottom; empty without any.
  private(set) var windows: [ClosedRange<Float>] = []
  private(set) var windowRows: ClosedRange<Float> = 0...0
  /// Whether pixels are covered whole or not at all.
  private(set) var isJagged = false

  /// How much thicker strokes are, in heights of a character.
  private var weight: Float = 0

  /// Room between the text and the picture's border, in pixels.
  private static let margin: Float = 1

  /// Lays out the text of such classes.
  mutating func set(
    _ labels: [Int], in fonts: CaptchaFonts, _ style: CaptchaStyle, width: Int, height: Int,
    from generator: inout CounterGenerator
  ) {
    points.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    characters.removeAll(keepingCapacity: true)
    windows.removeAll(keepingCapacity: true)
    let hasWindows = generator.chance(style.windows)
    let mixesFonts = generator.chance(style.fontMix)
    let mixesSizes = generator.chance(style.sizeMix)
    isJagged = generator.chance(style.jagged)
    let sizes = CharacterForm.Sizes(style, height: height, from: &generator)
    // Seldom much less than it may be.
    let rest = generator.uniform()
    let stretch = Float(style.stretch) * (1 - rest * rest)
    // Styles without it keep the numbers that are drawn behind it.
    weight = style.weight > 0 ? generator.between(0, style.weight) : 0
    let start = generator.between(0, style.start)
    let wave = Wave(style, height: height, from: &generator)
    var font = Self.font(of: fonts, from: &generator)
    var cursor: Float = 0
    var slot: Float = 0
    for (place, label) in labels.enumerated() {
      let other = Self.font(of: fonts, from: &generator)
      if mixesFonts, place > 0 { font = other }
      let form = CharacterForm(style, sizes: mixesSizes ? nil : sizes, height: height, from: &generator)
      let box = add(font.glyphs[label - 1], form, stretch: stretch, place: place, isText: true)
      let overlap = generator.between(0, style.overlap) * (box.high.x - box.low.x)
      let gap = generator.chance(style.gaps) ? CharacterForm.boxWidth * form.width * form.size : 0
      let roll = generator.either(style.roll) * form.size
      if hasWindows {
        if slot == 0 { slot = form.size * max(0.85 + Float(style.spacing), 0.4) }
        move(
          characters.count - 1, by: SIMD2(slot * (Float(place) + 0.5) - (box.low.x + box.high.x) / 2, roll + form.shift)
        )
        addNeighbor(of: label, in: font, form, roll: roll, place: place, center: slot * (Float(place) + 0.5))
      } else {
        if place > 0 { cursor += gap + Float(style.spacing) * form.size - overlap }
        move(characters.count - 1, by: SIMD2(cursor - box.low.x, form.shift))
        cursor += box.high.x - box.low.x
      }
    }
    if hasWindows {
      let height = (characters.map { $0.high.y - $0.low.y }.max() ?? 0) * 0.7
      windows = labels.indices.map { slot * Float($0)...slot * Float($0 + 1) }
      windowRows = -height...height
    }
    fit(width: Float(width), height: Float(height), start: start, margin: Self.margin + wave.height)
    if wave.height > 0 { for index in points.indices { points[index] = wave.moved(points[index]) } }
  }

  /// Calls `body` with each polygon of a character.
  func polygons(of character: Character, _ body: (UnsafeBufferPointer<SIMD2<Float>>) -> Void) {
    points.withUnsafeBufferPointer { points in
      var start = character.points.lowerBound
      for polygon in character.polygons {
        body(UnsafeBufferPointer(rebasing: points[start..<ends[polygon]]))
        start = ends[polygon]
      }
    }
  }

  /// A family, then one of its fonts.
  private static func font(of fonts: CaptchaFonts, from generator: inout CounterGenerator) -> FontGlyphs {
    let family = fonts.families[generator.below(fonts.families.count)]
    return family[generator.below(family.count)]
  }

  private mutating func add(
    _ glyph: FontGlyphs.Glyph, _ form: CharacterForm, stretch: Float, place: Int, isText: Bool
  ) -> CharacterForm.Box {
    let (firstPoint, firstEnd) = (points.count, ends.count)
    var box = form.add(glyph, stretch: stretch, to: &points)
    if weight > 0 { box = StrokeWeight.add(weight * form.size / 2, to: &points, from: firstPoint, ends: glyph.ends) }
    for end in glyph.ends { ends.append(firstPoint + end) }
    characters.append(
      Character(
        points: firstPoint..<points.count, polygons: firstEnd..<ends.count, low: box.low, high: box.high, place: place,
        isText: isText))
    return box
  }

  /// On a wheel that has rolled up, the next character of the alphabet comes from below, and the one before from above.
  private mutating func addNeighbor(
    of label: Int, in font: FontGlyphs, _ form: CharacterForm, roll: Float, place: Int, center: Float
  ) {
    let count = font.glyphs.count
    guard count > 1, roll != 0 else { return }
    let neighbor = (label - 1 + (roll < 0 ? 1 : count - 1)) % count
    let box = add(font.glyphs[neighbor], form, stretch: 0, place: place, isText: false)
    let distance = roll < 0 ? 1.3 * form.size : -1.3 * form.size
    move(characters.count - 1, by: SIMD2(center - (box.low.x + box.high.x) / 2, roll + distance + form.shift))
  }

  private mutating func move(_ character: Int, by step: SIMD2<Float>) {
    for index in characters[character].points { points[index] += step }
    characters[character].low += step
    characters[character].high += step
  }

  /// Makes the text narrower and lower when it is too large, and moves it into the picture.
  private mutating func fit(width: Float, height: Float, start: Float, margin: Float) {
    var (low, high) = (SIMD2<Float>(repeating: .infinity), SIMD2<Float>(repeating: -.infinity))
    for character in characters where character.isText {
      low = pointwiseMin(low, character.low)
      high = pointwiseMax(high, character.high)
    }
    if let first = windows.first, let last = windows.last {
      low.x = min(low.x, first.lowerBound)
      high.x = max(high.x, last.upperBound)
    }
    let room = pointwiseMax(SIMD2(width, height) - 2 * margin, SIMD2(repeating: 1))
    let extent = pointwiseMax(high - low, SIMD2(repeating: 1e-3))
    let scale = pointwiseMin(room / extent, SIMD2(repeating: 1))
    let free = room - extent * scale
    // Up and down the text stays around the picture's middle, as far as it fits.
    let middle = SIMD2(0, (room.y / 2 + low.y * scale.y).clamped(0, free.y))
    let offset = SIMD2(margin + start * free.x, margin + middle.y) - low * scale
    for index in points.indices { points[index] = points[index] * scale + offset }
    for index in characters.indices {
      characters[index].low = characters[index].low * scale + offset
      characters[index].high = characters[index].high * scale + offset
    }
    windows = windows.map { ($0.lowerBound * scale.x + offset.x)...($0.upperBound * scale.x + offset.x) }
    windowRows = (windowRows.lowerBound * scale.y + offset.y)...(windowRows.upperBound * scale.y + offset.y)
  }
}

extension Float {
  func clamped(_ low: Float, _ high: Float) -> Float { Swift.min(Swift.max(self, low), high) }
}
