import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Prefixes that wrappers leave, and classes in another order.
@Suite struct StartingWeightsFittingTests {
  private let graph: Graph

  init() throws {
    graph = try ModelSpecification(name: "m", layers: [.flatten, .linear(.classes)])
      .graph(input: [1, 1, 2], classes: 3)
  }

  private func weights(
    _ prefix: String = "", _ others: [NamedTensor] = [], classes: [String]? = nil, replacesHead: Bool = false
  ) -> StartingWeights {
    let tensors = [
      NamedTensor(name: "fc1.weight", shape: [3, 2], values: [1, 2, 3, 4, 5, 6]),
      NamedTensor(name: "fc1.bias", shape: [3], values: [7, 8, 9]),
    ]
    var weights = StartingWeights(
      tensors: tensors.map { NamedTensor(name: prefix + $0.name, shape: $0.shape, values: $0.values) } + others,
      path: "a.safetensors", replacesHead: replacesHead)
    weights.origin.classNames = classes
    return weights
  }

  private static let names = ["a", "b", "c"]

  @Test(arguments: ["module.", "_orig_mod.", "_orig_mod.module.", "module._orig_mod.", "module.module."])
  func prefixesOfWrappersAreLeftOut(prefix: String) throws {
    let fitted = try weights(prefix, classes: Self.names).fitted(to: graph, classNames: Self.names)
    #expect(fitted.tensors == weights().tensors)
    #expect(fitted.notes == ["every name in a.safetensors begins with \(prefix), which is left out"])
    #expect(try fitted.fitted(to: graph, classNames: Self.names) == fitted)
  }

  @Test func countersOfWrappersAreNoReasonAgainstIt() throws {
    let others = [
      NamedTensor(name: "n_averaged", shape: [], values: [5]),
      NamedTensor(name: "module.bn1.num_batches_tracked", shape: [], values: [9]),
    ]
    #expect(
      try weights("module.", others).fitted(to: graph, classNames: Self.names).tensors.prefix(2)
        == weights().tensors.prefix(2))
  }

  @Test func aPrefixOfSomeNamesIsAnotherModel() {
    let other = NamedTensor(name: "other", shape: [1], values: [5])
    let error = inputError { () throws(InputError) in
      _ = try weights("module.", [other]).fitted(to: graph, classNames: Self.names)
    }
    #expect(error?.found?.contains("missing fc1.bias, fc1.weight; unexpected module.fc1.bias") == true)
  }

  @Test func aModelWhoseNamesBeginSoKeepsThem() {
    let model = weights("module.").withoutPrefixes(for: ["module.fc1.weight", "module.fc1.bias"])
    #expect(model == weights("module."))
  }

  @Test func theSameClassesInAnotherOrderAreReordered() throws {
    let fitted = try weights(classes: ["c", "a", "b"]).fitted(to: graph, classNames: Self.names)
    #expect(fitted.tensors.map(\.values) == [[3, 4, 5, 6, 1, 2], [8, 9, 7]])
    #expect(fitted.notes.count == 1 && fitted.notes[0].contains("are for the classes c, a, b"))
    #expect(fitted.origin.classNames == Self.names)
    #expect(try fitted.fitted(to: graph, classNames: Self.names).tensors == fitted.tensors)
  }

  @Test(arguments: [["a", "b", "d"], ["a", "b", "b"], ["a", "b"], ["A", "b", "c"]])
  func otherClassesAreRefused(own: [String]) throws {
    let error = inputError { () throws(InputError) in
      _ = try weights(classes: own).fitted(to: graph, classNames: Self.names)
    }
    #expect(error?.kind == .malformed && error?.what == "the weights to start from tell other classes apart")
    #expect(error?.expected == "a, b, c" && error?.found == own.joined(separator: ", "))
    #expect(error?.remedy?.contains("--replace-head") == true)
    let replaced = try weights(classes: own, replacesHead: true).fitted(to: graph, classNames: Self.names)
    #expect(replaced.notes.isEmpty)
  }

  @Test func aFileThatDoesNotSayIsTakenAsItIs() throws {
    let fitted = try weights().fitted(to: graph, classNames: Self.names)
    #expect(fitted.tensors == weights().tensors)
    #expect(
      fitted.notes == [
        "a.safetensors does not say which classes its outputs are: they are taken for a, b, c, in this order"
      ])
  }

  @Test func outputsThatCannotChangePlacesAreRefused() throws {
    let normalized = try ModelSpecification(
      name: "m", layers: [.flatten, .linear(.classes), LayerSpecification(.layerNorm)]
    ).graph(input: [1, 1, 2], classes: 3)
    #expect(normalized.outputParameters == nil)
    let error = inputError { () throws(InputError) in
      _ = try weights(classes: ["c", "a", "b"]).ordered(as: Self.names, outputs: nil)
    }
    #expect(error?.what == "the weights to start from tell the classes apart in another order")
  }

  @Test func aConvolutionMakesOutputsToo() throws {
    let graph = try ModelSpecification(
      name: "m", layers: [.conv(3, kernel: 2), .globalAveragePool]
    ).graph(input: [1, 2, 2], classes: 3)
    #expect(graph.outputParameters == ["conv1.weight", "conv1.bias"])
  }
}
