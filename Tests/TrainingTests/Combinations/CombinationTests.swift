import Foundation
import InklingDatasets
import InklingEngine
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Random recipes over all keys that change weights, held against a plain loop in Double.
///
/// `INKLING_COMBINATION=17 swift test --filter CombinationTests` runs the recipe of one seed alone and prints it;
/// `INKLING_COMBINATIONS=1000` runs so many.
@Suite struct CombinationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let alone = ProcessInfo.processInfo.environment["INKLING_COMBINATION"].flatMap { Int($0) }

  static let seeds: [Int] = {
    if let alone { return [alone] }
    return Array(0..<(ProcessInfo.processInfo.environment["INKLING_COMBINATIONS"].flatMap { Int($0) } ?? 200))
  }()

  @Test(arguments: seeds)
  func agreesWithAPlainLoop(seed: Int) throws {
    let combination = Combination(seed: seed)
    if Self.alone != nil { print(combination.yaml) }
    let data = Self.data(combination)
    let run = try RecipeRun(combination.yaml, on: data, from: Self.start(combination, seed))
    let result = try run.train()
    var plain = try Self.plain(combination, run)
    plain.train()
    #expect(result.updates == plain.steps, "\(seed)\n\(combination.yaml)")
    let deviation = Self.deviation(of: result, from: plain)
    guard deviation > 2e-5 else { return }
    // Further apart: no further than noise of rounding's size leads the plain loop itself.
    let reach = try (1...3).map { noise in
      var noisy = try Self.plain(combination, run, noise: noise)
      noisy.train()
      return Self.deviation(of: noisy, from: plain)
    }
    #expect(
      deviation < 5 * (reach.max() ?? 0), "seed \(seed): \(deviation), rounding reaches \(reach)\n\(combination.yaml)")
  }

  /// Any number of threads, and a stop at some batch with all that is saved read back: the same bytes.
  @Test(arguments: seeds)
  func threadsAndStopsChangeNothing(seed: Int) throws {
    let combination = Combination(seed: seed)
    let run = try RecipeRun(combination.yaml, on: Self.data(combination), from: Self.start(combination, seed))
    let set = try #require(InstructionSet.available.last)
    let one = try run.train(on: set)
    let stop = 1 + seed * 7 % (combination.batches * combination.epochs)
    #expect(try run.train(threads: 3, on: set) == one, "seed \(seed), three threads")
    #expect(
      try run.train(threads: 2, on: set, stopping: [stop], in: folder.path) == one,
      "seed \(seed), stopped after batch \(stop)\n\(combination.yaml)")
  }

  // MARK: - Both sides

  private static func data(_ combination: Combination) -> LabeledImages {
    let side = combination.side
    let images = RandomImages(
      count: combination.count, shape: [1, side, side], classes: Combination.classes, seed: combination.seed)
    let labels: [Int32] = (0..<Int32(combination.count)).map { ($0 * 5 + $0 / 4) % 3 }
    return LabeledImages(
      images: images.images, targets: .labels(labels), channels: 1, height: side, width: side,
      classNames: ["a", "b", "c"])
  }

  /// Weights of a usual size, so that no gradient is tiny; the normalisations' ones are near one.
  private static func start(_ combination: Combination, _ seed: Int) throws -> [NamedTensor] {
    let run = try RecipeRun(combination.yaml, on: data(combination))
    var random = RandomTensors(seed: UInt64(seed))
    return run.graph.parameters.map { parameter in
      let (name, shape) = (parameter.name, parameter.shape)
      var values = random.floats(shape.reduce(1, *), scale: shape.count > 1 ? 0.3 : 0.1)
      if name.hasSuffix("running_var") { values = values.map { 1 + abs($0) } }
      if name.hasSuffix(".weight"), shape.count == 1 { values = values.map { 1 + $0 } }
      return NamedTensor(name: name, shape: shape, values: values)
    }
  }

  private static func plain(_ combination: Combination, _ run: RecipeRun, noise: Int? = nil) throws -> PlainTraining {
    let configuration = RunConfiguration(run.recipe, threads: 1)
    let split = try configuration.recipe.split(of: run.data)
    let pixels = combination.side * combination.side
    let images = (0..<run.data.count).map { image in
      (0..<pixels).map { Double(run.data.images[image * pixels + $0]) / 255 * 2 - 1 }
    }
    return PlainTraining(
      combination, images: images, labels: run.data.labels.map(Int.init),
      training: split?.training ?? (0..<Int32(run.data.count)).map { $0 }, held: split?.validation ?? [],
      parameters: run.start ?? [], dropoutNode: run.dropoutNode, noise: noise == nil ? 0 : 2e-7, noiseSeed: noise ?? 0)
  }

  /// The furthest of any weight, as a share of its tensor's largest.
  private static func deviation(of result: RecipeRun.Result, from plain: PlainTraining) -> Double {
    let answering = plain.average ?? plain.parameters
    return
      (deviations(result.parameters, plain.parameters)
      + deviations(result.answering.filter { isCompared($0.name, plain) }, answering)).max() ?? .infinity
  }

  /// The statistics of an SWA are measured anew at the end.
  private static func isCompared(_ name: String, _ plain: PlainTraining) -> Bool {
    if case .swa? = plain.combination.averaging { !name.contains(".running_") } else { true }
  }

  private static func deviation(of noisy: PlainTraining, from plain: PlainTraining) -> Double {
    func deviation(_ found: [String: NaiveTensor]?, _ expected: [String: NaiveTensor]?) -> Double {
      (found ?? [:]).map { largestRelativeDeviation(of: $1.values, from: expected?[$0]?.values ?? []) }.max() ?? 0
    }
    return max(deviation(noisy.parameters, plain.parameters), deviation(noisy.average, plain.average))
  }

  private static func deviations(_ found: [NamedTensor], _ expected: [String: NaiveTensor]) -> [Double] {
    found.map { largestRelativeDeviation(of: $0.values, from: expected[$0.name]?.values ?? []) }
  }
}
