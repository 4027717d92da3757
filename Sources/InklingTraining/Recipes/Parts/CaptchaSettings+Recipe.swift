import InklingCaptchas
import InklingDatasets
import InklingFiles
import InklingTargets

extension CaptchaSettings {
  private static let keys = ["style", "alphabet", "length", "images", "test_images", "fonts", name]

  /// The keys of a recipe's section `data` that say what captchas look like.
  ///
  /// - Parameter dataset: whose recipe it is; of another one they are faults.
  init(reading reader: MappingReader, of dataset: String) {
    self.init()
    guard dataset == Self.name else {
      // An alphabet belongs to one's own pictures, too (`readTexts`).
      for key in Self.keys where reader.node(key) != nil && !(key == "alphabet" && dataset.contains("/")) {
        reader.fault(key, "belongs to the data set \(Self.name), and this one is \(dataset)")
      }
      return
    }
    style = reader.choice("style", among: CaptchaStyle.named.map(\.name)) ?? style
    readAlphabet(reader)
    readLengths(reader)
    images = reader.int("images", in: 1...GeneratedPictures.mostPictures) ?? images
    testImages = reader.int("test_images", in: 0...GeneratedPictures.mostPictures) ?? testImages
    if let folder = reader.string("fonts"), folder != "system" { fonts = folder }
    if let numbers = reader.mapping(Self.name) { readValues(numbers) }
  }

  private mutating func readAlphabet(_ reader: MappingReader) {
    guard let node = reader.node("alphabet") else { return }
    // Digits alone look like a number.
    guard let text = node.text else { return reader.fault("alphabet", "should be text, but is \(node.found)") }
    do throws(InputError) {
      _ = try CaptchaText(alphabet: try Alphabet(named: text))
      alphabet = text
    } catch {
      reader.fault("alphabet", "is wrong: \(error.clause)")
    }
  }

  private mutating func readLengths(_ reader: MappingReader) {
    guard let node = reader.node("length") else { return }
    guard let text = node.text, let range = Self.lengths(text) else {
      return reader.fault(
        "length", "should be 1 to \(CaptchaText.longest) characters, such as 4 or 4-6, but is \(node.found)")
    }
    lengths = range
  }

  private mutating func readValues(_ reader: MappingReader) {
    for parameter in CaptchaParameter.all {
      let range = parameter.range
      values[parameter.name] = reader.double(parameter.name, in: .from(range.lowerBound, to: range.upperBound))
    }
    reader.finish()
    do throws(InputError) {
      _ = try drawnStyle()
    } catch {
      reader.faults.add(reader.path, at: reader.node.place, "is wrong: \(error.clause)")
    }
  }

  /// The keys as a saved recipe has them.
  var nodes: [(String, DocumentNode?)] {
    [
      ("style", .text(style)), ("alphabet", .text(alphabet)), ("length", .text(lengthText)),
      ("images", .number(images)), ("test_images", .number(testImages)), ("fonts", .text(fonts ?? "system")),
      (Self.name, .mapping(values.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
    ]
  }
}
