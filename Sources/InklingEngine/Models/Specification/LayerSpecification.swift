/// One layer of a `ModelSpecification`: what it is, with its options, but not what it is given: channels and features
/// follow from the layers before it.
public struct LayerSpecification: Sendable, Equatable {
  /// What the layer is, with its options.
  public var kind: Kind
  /// The prefix of its parameters' names; nil for the usual one ("conv1", "bn2", "fc3").
  public var name: String?

  /// A layer of this kind, under its usual name unless it is given one.
  public init(_ kind: Kind, name: String? = nil) {
    self.kind = kind
    self.name = name
  }

  /// What a layer is, with its options: `.convolution(...)`, `.batchNorm` and so on, each beside its layer. Options that are
  /// left out have PyTorch's defaults.
  public struct Kind: Sendable, Equatable {
    let form: any LayerForm

    init(_ form: some LayerForm) { self.form = form }

    /// Whether both are of one kind, with the same options.
    public static func == (one: Kind, other: Kind) -> Bool { one.form.isEqual(other.form) }
  }

  /// The number of features of a linear layer, or of a convolution's channels.
  public enum Width: Sendable, Equatable {
    /// So many.
    case features(Int)
    /// One for each class of the data set.
    case classes

    func count(classes: Int) -> Int {
      switch self {
      case .features(let count): count
      case .classes: classes
      }
    }
  }
}

extension LayerSpecification {
  /// The word for it in a document.
  var word: String { kind.form.word }

  /// The layers inside it, branch by branch.
  package var branches: [[LayerSpecification]] {
    switch kind.form {
    case let residual as Residual: [residual.layers]
    case let concatenation as Concatenation: concatenation.branches
    default: []
    }
  }
}
