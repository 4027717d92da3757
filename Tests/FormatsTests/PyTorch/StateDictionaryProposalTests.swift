import InklingFiles
import Testing

@testable import InklingFormats

struct StateDictionaryProposalTests {
  private func proposal(_ shapes: [(String, [Int])], size: Int? = nil) throws -> LayerProposal {
    try StateDictionary.proposedLayers(
      of: shapes.map { name, shape in
        NamedArray(name: name, shape: shape, floats: [Float](repeating: 0, count: shape.reduce(1, *)))
      }, inputSize: size)
  }

  private let leNet: [(String, [Int])] = [
    ("conv1.weight", [6, 1, 5, 5]), ("conv1.bias", [6]), ("conv2.weight", [16, 6, 5, 5]), ("conv2.bias", [16]),
    ("fc1.weight", [120, 256]), ("fc1.bias", [120]), ("fc2.weight", [10, 120]), ("fc2.bias", [10]),
  ]

  @Test func leNetIsProposedWhole() throws {
    let proposal = try proposal(leNet)
    #expect(
      proposal.layers.map(\.kind) == [
        .convolution(inputs: 1, outputs: 6, kernel: [5, 5], groups: 1, padding: [0, 0], stride: 1, hasBias: true),
        .relu,
        .maxPool(size: 2),
        .convolution(inputs: 6, outputs: 16, kernel: [5, 5], groups: 1, padding: [0, 0], stride: 1, hasBias: true),
        .relu,
        .maxPool(size: 2), .flatten, .linear(inputs: 256, outputs: 120, hasBias: true), .relu,
        .linear(inputs: 120, outputs: 10, hasBias: true),
      ])
    #expect(proposal.layers.filter { !$0.isGuess }.map(\.name) == ["conv1", "conv2", "fc1", "fc2"])
    #expect(proposal.inputShape == [1, 28, 28])
    #expect(proposal.classCount == 10)
    #expect(
      proposal.notes == [
        "Padding and max-pooling are guesses: with them 28 x 28 pixels fit the first linear layer.",
        "That ReLU is the activation, and where it stands, is a guess.",
      ])
  }

  /// The network of PyTorch's own MNIST example pools once, behind the second convolution.
  @Test func poolingFollowsFromTheFlattenSize() throws {
    let layers = try proposal([
      ("conv1.weight", [32, 1, 3, 3]), ("conv2.weight", [64, 32, 3, 3]), ("fc.weight", [10, 9216]),
    ]).layers
    #expect(layers.map(\.kind).firstIndex(of: .maxPool(size: 2)) == 4)
    #expect(layers.count { $0.kind == .maxPool(size: 2) } == 1)
  }

  @Test func normsGroupsAndGlobalPooling() throws {
    let proposal = try proposal([
      ("0.weight", [8, 1, 3, 3]), ("1.weight", [8]), ("1.bias", [8]), ("1.running_mean", [8]), ("1.running_var", [8]),
      ("1.num_batches_tracked", []), ("3.weight", [8, 1, 3, 3]), ("4.weight", [1]), ("6.weight", [10, 8]),
      ("6.bias", [10]),
    ])
    #expect(
      proposal.layers.map(\.kind) == [
        .convolution(inputs: 1, outputs: 8, kernel: [3, 3], groups: 1, padding: [1, 1], stride: 1, hasBias: false),
        .batchNorm(features: 8, hasScale: true), .relu, .maxPool(size: 2),
        .convolution(inputs: 8, outputs: 8, kernel: [3, 3], groups: 8, padding: [1, 1], stride: 1, hasBias: false),
        .prelu(slopes: 1), .globalAveragePool, .flatten, .linear(inputs: 8, outputs: 10, hasBias: true),
      ])
  }

  /// Two halvings, and three convolutions: one number between two layers says that only an activation is there.
  @Test func numbersOfASequentialSayWherePoolingIs() throws {
    for (numbers, pools) in [([0, 2, 5], [4, 7]), ([0, 3, 5], [2, 7])] {
      let kinds = try proposal(
        numbers.map { ("\($0).weight", [8, $0 == 0 ? 1 : 8, 1, 1]) } + [("9.weight", [10, 8 * 49])]
      ).layers.map(\.kind)
      #expect(kinds.indices.filter { kinds[$0] == .maxPool(size: 2) } == pools)
    }
  }

  @Test func thePicturesSizeFollowsToo() throws {
    let shapes = [("0.weight", [4, 3, 3, 3]), ("3.weight", [8, 4, 3, 3]), ("7.weight", [10, 8 * 8 * 8])]
    #expect(try proposal(shapes).inputShape == [3, 32, 32])
    #expect(try proposal([("a.weight", [4, 1, 3, 3]), ("b.weight", [10, 4 * 8 * 8])]).inputShape == [1, 16, 16])
  }

  @Test func linearLayersAlone() throws {
    let proposal = try proposal([("a.weight", [30, 784]), ("b.weight", [10, 30])])
    #expect(proposal.inputShape == [1, 28, 28])
    #expect(proposal.layers.map(\.kind).first == .flatten)
    #expect(proposal.layers.count == 4)
  }

  @Test(arguments: [
    ([("conv.weight", [4, 1, 3, 3]), ("next.weight", [4, 3, 3, 3])], "'next' takes 3 channels where 4 come"),
    ([("a.weight", [4, 8]), ("b.weight", [4, 5])], "'b' takes 5 channels where 4 come"),
    ([("lstm.weight_ih_l0", [4, 8])], "the tensor 'lstm.weight_ih_l0' is of none"),
    ([("weight", [4, 8])], "the tensor 'weight' is of none"),
    ([("a.weight", [4, 8, 3])], "the tensors of 'a' have the shapes of none"),
    (
      [("a.weight", [4, 1, 3, 3]), ("b.weight", [10, 4 * 17])],
      "no pooling makes the 68 inputs of the first linear layer of 28 x 28, 32 x 32, 16 x 16, 64 x 64 pixels"
    ),
    ([("n.running_mean", [3]), ("n.running_var", [3])], "none of them is of a layer with outputs"),
  ])
  func whatIsNoChainIsRefused(_ shapes: [(String, [Int])], _ why: String) {
    let error = #expect(throws: InputError.self) { try proposal(shapes) }
    #expect(
      error?.description == "no plain chain of layers can be proposed for these tensors: \(why); "
        + "name the network with --as or --model.")
  }
}
