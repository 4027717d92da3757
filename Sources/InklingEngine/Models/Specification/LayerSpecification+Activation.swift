import InklingFiles

extension LayerSpecification {
  /// An elementwise function, with the one number that some have.
  public struct Activation: Sendable, Equatable {
    /// The function of each element.
    public var function: Function
    /// `negative_slope` of leaky_relu, `alpha` of elu, `beta` of softplus, the first slope of prelu; PyTorch's default
    /// when nil.
    public var value: Double?

    /// The function, with PyTorch's default for its number unless it is given.
    public init(function: Function, value: Double? = nil) {
      self.function = function
      self.value = value
    }

    /// A function by PyTorch's name in snake_case, "leaky_relu". Each stands beside its layer.
    public struct Function: Sendable {
      /// The word for it in a document.
      public let word: String
      /// The name and the range of the number that it has.
      let option: (name: String, range: NumberRange)?
      /// Whether it has parameters, and so a name of its own in each place.
      var isCounted = false
      /// The layer, with PyTorch's default for its number when nil.
      let make: @Sendable (Float?) throws(LayerSpecification.MakingFault) -> any Layer
    }
  }
}

extension LayerSpecification.Activation.Function {
  /// One without a number.
  init(_ word: String, _ make: @escaping @Sendable () -> any Layer) {
    self.init(word: word, option: nil) { (_: Float?) throws(LayerSpecification.MakingFault) in make() }
  }

  /// One with a number, which is checked as it is used, in single precision.
  ///
  /// - Parameter operation: refuses a number that the layer would trap on.
  init(
    _ word: String, _ option: String, _ range: NumberRange, isCounted: Bool = false, standard: Float,
    _ operation: @escaping @Sendable (Float) -> Graph.Operation, _ make: @escaping @Sendable (Float) -> any Layer
  ) {
    self.init(word: word, option: (option, range), isCounted: isCounted) {
      (number: Float?) throws(LayerSpecification.MakingFault) in
      let number = number ?? standard
      try LayerSpecification.MakingFault.require(operation(number))
      guard number.isFinite else { throw .init("its number is \(number), not a finite one") }
      return make(number)
    }
  }

  /// All of them.
  public static var allCases: [Self] { LayerWord.functions }
}

extension LayerSpecification.Activation.Function: Equatable {
  /// Whether both are the same function.
  public static func == (one: Self, other: Self) -> Bool { one.word == other.word }
}

extension LayerSpecification.Kind {
  /// A function of each element.
  public static func activation(_ activation: LayerSpecification.Activation) -> Self { Self(activation) }
}

extension LayerWord {
  init(_ function: LayerSpecification.Activation.Function) {
    self.init(function.word, main: function.option?.name) { reader in
      LayerSpecification.Activation(
        function: function, value: function.option.flatMap { reader.double($0.name, in: $0.range) })
    }
  }
}

extension LayerSpecification.Activation: LayerForm {
  var word: String { function.word }
  var stem: (name: String, isCounted: Bool) { (word, function.isCounted) }

  var options: [(String, DocumentNode?)] {
    function.option.flatMap { option in value.map { [(option.name, .number($0))] } } ?? []
  }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    try function.make(value.map { Float($0) })
  }
}
