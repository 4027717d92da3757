import InklingDatasets
import InklingFraming
import InklingImages
import InklingRandomness

/// The kinds of pictures on which framing is measured.
enum PictureSet: String, CaseIterable {
  // Digits as picture files.
  case files, inverted, enlarged, jpeg
  // Drawings, and scanned digits enlarged and pasted anywhere.
  case canvas, plain, paper, ruled, squared
  // Several digits on ruled paper with a shadow.
  case numbers, large_numbers, touching
  // What nobody asked for.
  case marker, pencil, chalk, photo, cut, tiny, huge, colour
  // What should be refused.
  case letters, blank, noise, texture
  // The same, of signs that nothing was trained with.
  case unseen
  // Cut out without a margin, and stripes that lie along the edges.
  case cropped, bold, stripes
  // In boxes, circles and cells of forms, on paper that ends on a table, bold with a margin, and bars and folds alone.
  case boxed, cells, table, bold_margin, bars
  // With a line below, specks or holes beside; digits in a column, with signs between, on combs; on a sheet within the picture.
  case answer_line, specks, column, signs, combs, sheet
  // Forms and shapes on which nothing is written.
  case empty_forms
  // Digits brought to one height, one of them stretched, ones that touch, and fine pens on large paper.
  case one_height, stretched, joined, fine
  // Alone in their picture: two digits that touch, and one that is wide.
  case pair, wide

  /// Its number in the generator's key, so that a set's pictures do not move when another is added.
  private var number: Int { 100 + (Self.allCases.firstIndex(of: self) ?? 0) }

  /// The seed of the pictures that are measured.
  static let measured: UInt64 = 10

  /// Picture `index`.
  ///
  /// - Parameter writers: who draws digits on a canvas; those that are measured are drawn by the hands of the test set.
  func scene(
    _ index: Int, digits: ScannedDigits, seed: UInt64 = measured, writers: Writers = .test
  ) throws -> Scene {
    var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: number, sample: index)
    switch self {
    case .files, .inverted, .enlarged, .jpeg: return try file(index, digits)
    case .canvas, .letters, .unseen: return drawing(index, by: writers, from: &generator)
    case .numbers, .large_numbers, .touching: return numberScene(index, digits, from: &generator)
    case .blank, .noise, .texture: return emptyScene(from: &generator)
    case .cropped, .bold, .bold_margin: return cutOutScene(index, digits, from: &generator)
    case .stripes: return stripes(from: &generator)
    case .boxed: return boxed(index, digits, from: &generator)
    case .cells: return cells(index, digits, from: &generator)
    case .table: return table(index, digits, from: &generator)
    case .bars: return bars(from: &generator)
    case .answer_line, .specks: return beside(index, digits, from: &generator)
    case .column, .signs: return arranged(index, digits, from: &generator)
    case .combs: return combs(index, digits, from: &generator)
    case .sheet: return sheet(index, digits, from: &generator)
    case .empty_forms: return emptyForm(from: &generator)
    case .one_height, .stretched, .joined, .wide: return evenNumber(index, digits, by: writers, from: &generator)
    case .fine: return fine(index, by: writers, from: &generator)
    case .pair: return pair(index, digits, by: writers, from: &generator)
    default: return pasted(index, digits, from: &generator)
    }
  }

  private func file(_ index: Int, _ digits: ScannedDigits) throws -> Scene {
    let pixels = digits.image(index)
    let factor = self == .enlarged ? 10 : 1
    let side = digits.set.width * factor
    var canvas = Canvas(width: side, height: side, light: 0)
    for y in 0..<side {
      for x in 0..<side {
        let value = Float(pixels[y / factor * digits.set.width + x / factor]) / 255
        canvas.light[y * side + x] = self == .inverted ? 1 - value : value
      }
    }
    var scene = Scene(canvas, expected: [digits.label(index)])
    if self == .jpeg {
      let bytes = try PictureFile.encode(scene.picture, as: .jpeg, quality: 60)
      scene.picture = try PictureFile.decode(bytes)
    }
    return scene
  }

  private func drawing(_ index: Int, by writers: Writers, from generator: inout CounterGenerator) -> Scene {
    let side = 280
    let pen = generator.uniform(in: 12...30)
    let height = generator.uniform(in: max(100, 5 * pen)...230)
    let ink: [UInt8]
    switch self {
    case .letters:
      let letter = LetterGlyphs.all[index % LetterGlyphs.all.count]
      let glyph = letter.glyphs[generator.below(letter.glyphs.count)]
      ink = StrokeCanvas.draw(glyph, side: side, height: height, pen: pen, from: &generator)
    case .unseen:
      let glyph = UnseenGlyphs.all[index % UnseenGlyphs.all.count]
      ink = StrokeCanvas.draw(glyph, side: side, height: height, pen: pen, from: &generator)
    default:
      let glyph = Glyph.digit(index % 10, from: &generator)
      ink = StrokeCanvas.draw(glyph, by: writers, side: side, height: height, pen: pen, from: &generator)
    }
    var canvas = Canvas(width: side, height: side, light: 1)
    canvas.ink(ink.map { Float($0) / 255 }, light: 0)
    return Scene(canvas, expected: self == .canvas ? [index % 10] : [])
  }

  private func emptyScene(from generator: inout CounterGenerator) -> Scene {
    let side = [28, 100, 280][generator.below(3)]
    var canvas = Canvas(width: side, height: side, light: generator.uniform(in: 0...1))
    switch self {
    case .blank:
      if generator.below(2) == 0 {
        canvas.shadow(from: &generator)
        canvas.noise(deviation: generator.uniform(in: 0...0.03), from: &generator)
      }
    case .noise:
      canvas.noise(deviation: generator.uniform(in: 0.05...0.5), from: &generator)
      canvas.blur(deviation: generator.uniform(in: 0...2))
    default:
      Texture.paint(on: &canvas, from: &generator)
    }
    return Scene(canvas, expected: [])
  }
}
