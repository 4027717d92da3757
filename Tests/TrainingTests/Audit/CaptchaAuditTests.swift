import InklingCaptchas
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct CaptchaAuditTests {
  /// Texts that a tiny network reads, and a model of that network.
  private static let texts = StrokeSequences.dataset(train: 60, test: 20)
  private static let names = texts.train.classNames

  private static func model(_ classNames: [String] = names, task: TaskRecipe = TaskRecipe(.read)) throws -> TrainedModel
  {
    let graph = try Graph(
      tracing: Sequential([
        Conv2d(1, classNames.count, kernelSize: Extent2d(28, 16), stride: Extent2d(1, 8), padding: Extent2d(0, 4))
      ]), input: [1, 28, 128])
    let parameters = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: (0..<parameter.shape.reduce(1, *)).map { Float($0 * 31 % 23) / 2300 - 0.005 })
    }
    return try TrainedModel(
      ModelDescription(
        name: "tiny", graph: graph, classNames: classNames,
        normalization: Normalization(mean: 0, deviation: 1, channels: 1), task: task), parameters: parameters)
  }

  private static func audit(
    _ limit: CaptchaAudit.Limit = .steps(30), threads: Int = 1, seed: UInt64 = 0
  ) throws -> CaptchaAudit {
    try CaptchaAudit(
      of: texts, sizes: [10, 40, 5_000], limit: limit, start: .model(try model()), seed: seed, threads: threads)
  }

  private static func sentence<Value>(_ body: () throws -> Value) -> String {
    do {
      _ = try body()
      return "none"
    } catch { return "\(error)" }
  }

  @Test func stepsDecideEverything() throws {
    var told: [String] = []
    let result = try Self.audit().run { progress in
      switch progress {
      case .planned(let steps, let style): told.append("planned \(steps) \(style ?? "none")")
      case .step: break
      case .finished(let training): told.append(training.title)
      }
    }
    #expect(result.pictures == 60 && result.tested == 20 && result.style == nil && result.stop == nil)
    #expect(result.trainings.map(\.labels) == [10, 10, 40, 40, 60, 60])
    #expect(told.first == "planned 30 none" && told.count == 7 && told[1] == "10 labels, from nothing")
    for training in result.trainings {
      #expect(training.end?.steps == training.plannedSteps && training.end?.texts == 20)
      #expect(training.points.map(\.steps) == training.points.map(\.steps).sorted())
    }
    let again = try Self.audit(threads: 2).run()
    #expect(again.trainings.map { $0.points.map(\.correct) } == result.trainings.map { $0.points.map(\.correct) })
    #expect(
      again.trainings.map { $0.points.map(\.characterAccuracy) }
        == result.trainings.map { $0.points.map(\.characterAccuracy) })
    #expect(try JSONText.encode(result).contains("\"interval\":["))
    #expect(try Self.audit(seed: 1).pictures != Self.audit().pictures)
  }

  /// A larger number's pictures hold a smaller one's, and none is of the test part.
  @Test func partsAreSeededAndApart() throws {
    let whole = Dataset(
      name: "x", train: Self.texts.train, test: Self.texts.train.selecting([]), notes: [], source: "x")
    let audit = try CaptchaAudit(of: whole, sizes: [5, 20], limit: .steps(1), start: .model(try Self.model()))
    #expect(audit.test.count == 12 && audit.pictures.count == 48 && audit.sizes == [5, 20])
    let (own, held) = (Set((0..<48).map { Array(audit.pictures[$0]) }), Set((0..<12).map { Array(audit.test[$0]) }))
    #expect(own.isDisjoint(with: held))
  }

  @Test func theBudgetEndsIt() throws {
    var now = 0.0
    let result = try Self.audit(.seconds(40)).run(
      clock: {
        now += 1
        return now
      }, shouldStop: { false }, progress: { _ in })
    #expect(result.stop == .budget && !result.trainings.isEmpty)
    #expect(result.trainings.contains { $0.stop == .budget } || result.trainings.count < 6)
    #expect(result.stopNote?.contains("The budget ended") == true)
  }

  @Test func aRequestEndsItWithWhatIsThere() throws {
    var asked = 0
    let result = try Self.audit().run(shouldStop: {
      asked += 1
      return asked > 4
    })
    #expect(result.stop == .request && result.trainings.count < 6)
    #expect(result.trainings.last?.stop == .request || result.trainings.last?.stop == nil)
    #expect(!result.trainings.isEmpty && result.trainings[0].end != nil)
    #expect(result.stopNote?.hasPrefix("It was stopped") == true)
  }

  @Test func badInputIsOneSentence() throws {
    #expect(
      Self.sentence { try Self.audit(.seconds(0)) }
        == "the audit's budget is out of range: expected more than no time, such as 30m, found 0.0 s.")
    #expect(
      Self.sentence { try Self.audit(.steps(0)) }
        == "the audit's number of steps is out of range: expected 1 to 100000000, found 0.")
    let few = StrokeSequences.dataset(train: 20, test: 10)
    #expect(
      Self.sentence { try CaptchaAudit(of: few, start: .nothing) }.contains(
        "there are too few pictures for an audit"))
    let digits = StrokeDigits.dataset(train: 60, test: 20)
    #expect(
      Self.sentence { try CaptchaAudit(of: digits, start: .nothing) }.contains(
        "an audit needs labelled pictures with texts"))
    #expect(
      Self.sentence { try CaptchaAudit(of: Self.texts, sizes: [0], start: .nothing) }.contains(
        "a number of labels is out of range: expected 2 to 1048576, found 0"))
    let other = Self.names.dropLast() + ["X"]
    let model = try Self.model(Array(other))
    #expect(Self.sentence { try CaptchaAudit(of: Self.texts, start: .model(model)) } != "none")
    let classes = try Self.model(task: .classify)
    #expect(
      Self.sentence { try CaptchaAudit(of: Self.texts, start: .model(classes)) }.contains("the model reads no texts"))
  }

  /// The style is found again, and the network is trained on pictures of the alphabet and the lengths.
  @Test func theStyleIsTheNearest() throws {
    let settings = CaptchaSettings(style: "meter", alphabet: "digits", images: 50, testImages: 10)
    let generated = try settings.dataset()
    let pictures = Dataset(
      name: "meter", train: generated.train, test: generated.test, notes: [], source: "meter")
    let result = try CaptchaAudit(of: pictures, sizes: [20], limit: .steps(3), threads: 1).run()
    #expect(result.style == "meter" && result.network == "captcha" && result.alphabet == "0123456789")
    #expect(result.trainings.map(\.labels) == [0, 20, 20] && result.trainings.map(\.plannedSteps) == [1, 1, 1])
    #expect(result.verdict.contains("Bursztein"))
  }
}
