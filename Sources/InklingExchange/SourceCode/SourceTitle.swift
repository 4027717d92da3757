/// What a network is called: in a comment, and as the names that are made of it.
struct SourceTitle {
  /// One line, safe in a comment.
  let line: String
  private let words: [String]

  init(_ title: String) {
    let lines = SourceText.commentLines(title)
    line = lines.first { !$0.isEmpty } ?? "A network"
    var words = title.prefix(200).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
    while words.reduce(0, { $0 + $1.count + 1 }) > 40 { words.removeLast() }
    if words.first?.first?.isNumber != false { words.insert("network", at: 0) }
    self.words = words
  }

  /// "mnist_classic".
  var snakeCase: String { words.map { $0.lowercased() }.joined(separator: "_") }

  /// "MnistClassicNetwork"; the last word keeps it from being a name of the language's.
  var typeName: String {
    let own = words.last?.lowercased() == "network" ? Array(words.dropLast()) : words
    return (own + ["network"]).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
