import InklingFiles

extension LayerSpecification {
  /// The layer as a person would write it: what has its default is left out.
  var node: DocumentNode {
    let options = options + (name.map { [("name", .text($0))] } ?? [])
    let main: DocumentNode?
    switch kind {
    case .maxPool(let pooling) where pooling.stride == nil && pooling.padding == 0: main = pooling.kernel.node
    case .averagePool(let pooling) where pooling.stride == nil && pooling.padding == 0: main = pooling.kernel.node
    case .dropout(let share), .dropout2d(let share): main = .number(share)
    case .linear(let width, bias: true): main = width.node
    case .residual(let layers): main = .list(layers.map(\.node))
    case .concatenate(let branches): main = .list(branches.map { .list($0.map(\.node)) })
    default: main = nil
    }
    if name == nil, let main { return .mapping([(word, main)]) }
    return options.isEmpty ? .text(word) : .mapping([(word, .mapping(options))])
  }

  private var options: [(String, DocumentNode?)] {
    switch kind {
    case .convolution(let options): options.pairs
    case .maxPool(let pooling), .averagePool(let pooling): pooling.pairs
    case .groupNorm(let groups): [("groups", .number(groups))]
    case .activation(let activation):
      activation.function.option.flatMap { option in activation.value.map { [(option.name, .number($0))] } } ?? []
    case .dropout(let share), .dropout2d(let share): [("p", .number(share))]
    case .linear(let width, let bias): [("out", width.node)] + (bias ? [] : [("bias", .flag(false))])
    case .residual(let layers): [("layers", .list(layers.map(\.node)))]
    case .concatenate(let branches): [("branches", .list(branches.map { .list($0.map(\.node)) }))]
    case .globalAveragePool, .batchNorm, .layerNorm, .flatten: []
    }
  }
}

extension LayerSpecification.Convolution {
  fileprivate var pairs: [(String, DocumentNode?)] {
    let padding: DocumentNode? =
      switch padding {
      case .same: .text("same")
      case .by(let extent): extent == 0 ? nil : extent.node
      }
    let pairs: [(String, DocumentNode?)] = [
      ("out", out.node), ("kernel", kernel.node), ("stride", stride == 1 ? nil : stride.node), ("padding", padding),
      ("dilation", dilation == 1 ? nil : dilation.node), ("groups", groups == 1 ? nil : .number(groups)),
      ("bias", bias ? nil : .flag(false)),
    ]
    return pairs.filter { $0.1 != nil }
  }
}

extension LayerSpecification.Pooling {
  fileprivate var pairs: [(String, DocumentNode?)] {
    [("kernel", kernel.node), ("stride", stride?.node), ("padding", padding == 0 ? nil : padding.node)]
      .filter { $0.1 != nil }
  }
}

extension LayerSpecification.Width {
  fileprivate var node: DocumentNode {
    switch self {
    case .features(let count): .number(count)
    case .classes: .text("classes")
    }
  }
}

extension Extent2d {
  fileprivate var node: DocumentNode {
    height == width ? .number(height) : .list([.number(height), .number(width)])
  }
}
