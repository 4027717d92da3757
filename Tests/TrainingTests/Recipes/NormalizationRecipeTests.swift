import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct NormalizationRecipeTests {
  private func read(_ text: String) throws -> NormalizationRecipe {
    try LoadedRecipe(
      YAMLDocument.parse("data: {normalization: \(text)}", path: "r.yaml"), path: "r.yaml", settings: []
    ).recipe.data.normalization
  }

  static let forms: [(text: String, recipe: NormalizationRecipe)] = [
    ("half", .named(.half)), ("unit", .named(.unit)), ("mnist", .named(.mnist)),
    ("fashion-mnist", .named(.fashionMNIST)), ("measured", .measured),
    ("{mean: 0.1307, deviation: 0.3081}", .numbers(mean: [0.1307], deviation: [0.3081])),
    ("{mean: [0.1, 0], deviation: [1, 0.5]}", .numbers(mean: [0.1, 0], deviation: [1, 0.5])),
  ]

  @Test(arguments: forms) func itIsReadAndWritten(text: String, recipe: NormalizationRecipe) throws {
    #expect(try read(text) == recipe)
    var whole = Recipe()
    whole.data.normalization = recipe
    let saved = try LoadedRecipe(YAMLDocument.parse(whole.yaml, path: "r.yaml"), path: "r.yaml", settings: [])
    #expect(saved.recipe == whole)
  }

  static let faults: [(text: String, sentence: String)] = [
    ("minst", "data.normalization is unknown: found minst; did you mean mnist?"),
    ("{mean: 0.5}", "data.normalization.deviation is missing"),
    ("{mean: 33.3, deviation: 78.6}", "data.normalization.mean is out of range: expected a number from -10 to 10"),
    ("{mean: 0.5, deviation: 0}", "data.normalization.deviation is out of range: expected a number from 0.0001 to 10"),
    ("{mean: 0.5, deviation: []}", "data.normalization.deviation should be at least one number"),
    ("{mean: 0.5, std: 1, deviation: 1}", "data.normalization.std is not a known key"),
    ("[0.5, 0.5]", "data.normalization is of the wrong type"),
  ]

  @Test(arguments: faults) func whatIsNoneIsRefused(text: String, sentence: String) throws {
    let document = try YAMLDocument.parse("data:\n  normalization: \(text)", path: "bad.yaml")
    let error = inputError { () throws(InputError) in _ = try LoadedRecipe(document, path: "bad.yaml", settings: []) }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains("line 2: \(sentence)") == true, "\(String(describing: error))")
  }

  @Test func otherChannelsAreRefusedWithTheKey() throws {
    let document = try YAMLDocument.parse(
      "data:\n  normalization: {mean: [0, 0, 0], deviation: 1}", path: "bad.yaml")
    let loaded = try LoadedRecipe(document, path: "bad.yaml", settings: [])
    let error = inputError { () throws(InputError) in
      try loaded.requireFit(trainingCount: 100, input: [2, 28, 28], classes: 10)
    }
    #expect(
      error?.description.contains(
        "line 2: data.normalization should be one, or one for each of 2 channels, but are 3") == true)
    #expect(throws: InputError.self) { try loaded.recipe.data.normalization.factors(channels: 2) }
  }

  @Test func withoutTheKeyItIsHalfToTheBit() throws {
    #expect(try LoadedRecipe("classic").recipe.data.normalization == .standard)
    for channels in 1...3 {
      #expect(
        try NormalizationRecipe.standard.factors(channels: channels)
          == Normalization(mean: 0.5, deviation: 0.5, channels: channels))
    }
  }
}

/// A linear layer's logits as PyTorch 2.15 gives them for `((x.float() / 255 - mean) / deviation).flatten(1)`, with
/// `x[i] = (53 i + 29 (i div 7)) mod 256` as [6, 2, 4, 4], `weight[i] = ((37 i) mod 101 - 50) / 100` as [3, 32].
@Suite struct NormalizedLogitsTests {
  static let cases: [(recipe: NormalizationRecipe, logits: [Float])] = [
    (
      .named(.half),
      [
        0.878471, -1.465608, 0.036843, 0.563647, 1.116902, -0.567079, 0.587176, -0.707647, -0.183863, -0.525765,
        -0.682392, -0.588882, 0.358471, -0.116824, -0.34198, -0.119647, 0.147098, 0.893706,
      ]
    ),
    (
      .named(.mnist),
      [
        1.102104, -2.079023, 0.125771, 0.591193, 2.112003, -0.854303, 0.629378, -0.848966, -0.232402, -1.176759,
        -0.807981, -0.889687, 0.258222, 0.109851, -0.489003, -0.517691, 0.538156, 1.51633,
      ]
    ),
    (
      .named(.fashionMNIST),
      [
        1.055312, -1.873779, 0.07288, 0.609387, 1.784167, -0.782533, 0.642715, -0.80018, -0.239735, -0.933689,
        -0.764408, -0.813417, 0.318769, 0.036681, -0.463697, -0.358452, 0.410507, 1.286566,
      ]
    ),
    (
      .named(.unit),
      [
        0.494235, -0.987804, 0.140922, 0.336824, 0.303451, -0.161039, 0.348588, -0.608823, 0.030569, -0.207882,
        -0.596196, -0.171941, 0.234235, -0.313412, -0.04849, -0.004824, -0.181451, 0.569353,
      ]
    ),
    (
      .numbers(mean: [0.1307, 0.4], deviation: [0.3081, 0.25]),
      [
        0.401299, -2.366014, -0.010315, -0.300524, 2.201275, -0.725142, 0.38275, -1.289124, -0.277528, -2.125773,
        -1.195338, -0.805015, -0.22289, -0.195272, -0.707766, -1.263311, 0.386289, 1.781946,
      ]
    ),
  ]

  static let bytes: [UInt8] = (0..<192).map { (i: Int) -> UInt8 in UInt8((i * 53 + i / 7 * 29) % 256) }
  static let images = LabeledImages(
    images: bytes, labels: [0, 1, 0, 1, 0, 2], channels: 2, height: 4, width: 4, classNames: ["a", "b", "c"])

  private static let weight = (0..<96).map { (i: Int) -> Float in Float(i * 37 % 101 - 50) / 100 }

  @Test(arguments: cases) func areThoseOfPyTorch(recipe: NormalizationRecipe, logits: [Float]) throws {
    let graph = try ModelSpecification(name: "m", layers: [.flatten, .linear(.classes)])
      .graph(input: [2, 4, 4], classes: 3)
    let parameters = [
      NamedTensor(name: "fc1.weight", shape: [3, 32], values: Self.weight),
      NamedTensor(name: "fc1.bias", shape: [3], values: [0.25, -0.5, 0.125]),
    ]
    let program = try InferenceProgram(
      graph, parameters: parameters, normalization: recipe.factors(channels: 2), threads: 1,
      instructionSet: InstructionSet.available.last!)
    for (value, expected) in zip(program.logits(images: Self.bytes), logits) { #expect(abs(value - expected) < 3e-6) }
  }

  /// NumPy's `mean` and `std` over images, rows and columns, in double precision.
  @Test func measuredIsExactAndOfTheImagesThatAreTrainedOn() throws {
    var recipe = Recipe()
    recipe.data.normalization = .measured
    func expect(_ indices: [Int32]?, _ mean: [Double], _ deviation: [Double]) throws {
      let measured = try recipe.measured(on: Self.images, at: indices)
      guard case .numbers(let means, let deviations) = measured.data.normalization else {
        Issue.record("nothing was measured")
        return
      }
      let errors = zip(means + deviations, mean + deviation).map { abs($0 - $1) }
      #expect(errors.count == 4 && errors.allSatisfy { $0 < 1e-15 }, "\(errors)")
      #expect(try measured.measured(on: Self.images, at: nil) == measured)
    }
    try expect(nil, [0.4952205882352941, 0.5048611111111111], [0.28597817006324683, 0.2928076735933178])
    try expect(
      [5, 0, 2],
      [0.48431372549019613, 0.5334150326797386], [0.2875163324403792, 0.2852008804626465])
  }

  @Test func aChannelOfOneValueCannotBeMeasured() throws {
    var recipe = Recipe()
    recipe.data.normalization = .measured
    let flat = LabeledImages(
      images: [UInt8](repeating: 7, count: 8), labels: [0, 1], channels: 1, height: 2, width: 2, classNames: ["a", "b"])
    let error = inputError { () throws(InputError) in
      _ = try recipe.measured(on: flat, at: nil)
    }
    #expect(error?.kind == .malformed && error?.found == "0.0 in channel 0")
  }
}
