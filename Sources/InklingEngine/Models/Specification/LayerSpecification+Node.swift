import InklingFiles

extension LayerSpecification {
  /// The layer as a person would write it: what has its default is left out.
  var node: DocumentNode {
    let form = kind.form
    let options = form.options.filter { $0.1 != nil } + (name.map { [("name", .text($0))] } ?? [])
    if name == nil, let main = form.main { return .mapping([(word, main)]) }
    return options.isEmpty ? .text(word) : .mapping([(word, .mapping(options))])
  }
}

extension LayerSpecification.Width {
  var node: DocumentNode {
    switch self {
    case .features(let count): .number(count)
    case .classes: .text("classes")
    }
  }
}

extension Extent2d {
  var node: DocumentNode {
    height == width ? .number(height) : .list([.number(height), .number(width)])
  }
}
