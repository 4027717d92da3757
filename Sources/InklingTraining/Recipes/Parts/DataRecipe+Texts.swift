import InklingDatasets
import InklingFiles
import InklingTargets

extension DataRecipe {
  /// What a separator may be: text of a file's name.
  private static let longestSeparator = 16

  /// The keys that say how the texts of one's own pictures are read.
  mutating func readTexts(_ reader: MappingReader) {
    guard isOwn else {
      for key in ["separator", "skip_bad"] where reader.node(key) != nil {
        reader.fault(key, "belongs to pictures with texts of one's own, and this data set is \(dataset)")
      }
      return
    }
    texts.skipsBad = reader.bool("skip_bad") ?? false
    if let text = reader.string("separator") {
      if let fault = Self.fault(ofSeparator: text) { reader.fault("separator", fault) } else { texts.separator = text }
    }
    guard let node = reader.node("alphabet"), node.text != "texts" else { return }
    // Digits alone look like a number.
    guard let text = node.text else { return reader.fault("alphabet", "should be text, but is \(node.found)") }
    do throws(InputError) {
      texts.alphabet = try Alphabet(named: text)
    } catch {
      reader.fault("alphabet", "is wrong: \(error.clause)")
    }
  }

  /// What is wrong with a separator; nil for one that can stand in a name.
  package static func fault(ofSeparator text: String) -> String? {
    guard text.count <= longestSeparator, !text.contains("/"), PrintableText.escaped(text) == text else {
      return "should be at most \(longestSeparator) characters of a file's name, or empty, but is "
        + PrintableText.escaped(String(text.prefix(40)))
    }
    return nil
  }

  /// The keys as a saved recipe has them; what is usual is left out.
  var textNodes: [(String, DocumentNode?)] {
    [
      ("alphabet", texts.alphabet.map { .text($0.name) }),
      ("separator", texts.separator == TextReading.separator ? nil : .text(texts.separator)),
      ("skip_bad", texts.skipsBad ? .flag(true) : nil),
    ]
  }
}
