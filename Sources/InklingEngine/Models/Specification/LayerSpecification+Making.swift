/// What cannot be made of a specification, and where in it.
package struct SpecificationFault: Error, Equatable {
  /// The path in the document: "layers.3".
  package let path: String
  package let sentence: String
}

extension LayerSpecification {
  /// What is wrong, in a few words.
  struct MakingFault: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }

    /// Refuses attributes that a layer would trap on.
    static func require(_ operation: Graph.Operation) throws(MakingFault) {
      if let fault = operation.rule.fault { throw MakingFault("its \(fault)") }
    }
  }
}

extension ModelSpecification {
  /// The most values of one parameter that are taken for meant.
  static let largestParameter = 1 << 26
}
