import InklingDatasets
import InklingRandomness

/// Letters and signs that look like no digit, to train what refuses them.
///
/// Left out are those that people would take for a digit, large or small: O, Q, D and C (0), I, i, j, l, ! and | (1), Z (2),
/// B (8), S (5), b, e and G (6), g and q (9), y (4). What is measured is drawn by other forms, those of
/// `LetterGlyphs`, or is held out altogether, as the signs of `UnseenGlyphs` are.
enum OutlierGlyphs {
  /// A letter or sign, and how it is drawn: the texts of `Glyph`.
  typealias Forms = (name: String, forms: [StaticString])

  /// One of the ways to draw a letter, half of them capitals; a fifth of them with serifs.
  static func letter(from generator: inout CounterGenerator) -> Glyph {
    let glyph = one(of: generator.below(2) == 0 ? capitals : smallLetters, from: &generator)
    return generator.below(5) == 0 ? glyph.withSerifs(from: &generator) : glyph
  }

  /// One of the ways to draw a sign.
  static func sign(from generator: inout CounterGenerator) -> Glyph { one(of: signs, from: &generator) }

  private static func one(of glyphs: [Forms], from generator: inout CounterGenerator) -> Glyph {
    let forms = glyphs[generator.below(glyphs.count)].forms
    return Glyph(1, forms[generator.below(forms.count)])
  }
}

extension Glyph {
  /// With short level strokes at the upper and lower ends of its strokes.
  fileprivate func withSerifs(from generator: inout CounterGenerator) -> Glyph {
    let reach = generator.uniform(in: 0.06...0.16)
    let ends = strokes.flatMap { [$0[0], $0[$0.count - 1]] }.map(\.position).filter { $0.y < 0.12 || $0.y > 0.88 }
    return Glyph(
      strokes: strokes
        + ends.map { end in
          [-reach, reach].map { ControlPoint(position: end + SIMD2($0, 0), isCorner: false) }
        })
  }
}
