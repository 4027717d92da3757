import InklingDatasets
import InklingEngine
import InklingFiles
import InklingImages
import InklingStore
import InklingTraining
import Testing

@testable import InklingTeaching

@Suite struct TeacherTests {
  private let place: TeachingPlace

  init() throws { place = try TeachingPlace() }

  @Test func teachesAndComparesWithoutTouchingTheModel() throws {
    let model = try TeachingPlace.model.get()
    let before = model.weightsSHA256
    let corrections = try TeachingPlace.corrections(20)
    var events: [TeachingEvent] = []
    let result = try Teacher(model, corrections, options: try place.options()).teach { events.append($0) }
    let report = result.report
    #expect(model.weightsSHA256 == before && report.base == before)
    #expect(report.digest == result.model.weightsSHA256 && report.digest != before)
    #expect(report.settings == model.settingsSHA256 && report.settings == result.model.settingsSHA256)
    #expect(report.plan.taught == 16 && report.plan.heldOut == 4)
    #expect(report.taught.count == 16 && report.heldOut?.count == 4 && report.test.count == 200)
    #expect(report.taught.after >= report.taught.before)
    #expect(report.isAccepted)
    #expect(events.first == .started(report.plan) && events.last == .finished(report))
    #expect(events.contains { if case .learning = $0 { true } else { false } })
    #expect(result.model.training?.test == nil && result.model.classNames == model.classNames)
    #expect(result.model.card.description?.contains("Taught 16 corrections") == true)
  }

  /// What makes probabilities at a network's end is not learned through.
  @Test func aNetworkThatEndsInASoftmaxLearnsTheSame() throws {
    let plain = try TeachingPlace.model.get()
    var description = plain.description
    let end = Graph.Node(name: "end", operation: .softmax(.init(dim: 1)), inputs: [plain.graph.output])
    description.graph = try Graph(
      nodes: plain.graph.nodes + [end], parameters: plain.graph.parameters, output: plain.graph.nodes.count)
    let model = try TrainedModel(description, parameters: plain.namedParameters(), training: plain.training)
    let corrections = try TeachingPlace.corrections(12)
    let taught = try Teacher(model, corrections, options: try place.options()).teach()
    #expect(taught.model.graph == description.graph)
    let expected = try Teacher(plain, corrections, options: try place.options()).teach()
    #expect(taught.report.digest == expected.report.digest)
  }

  @Test func theSameTeachingGivesTheSameWeightsForAnyThreads() throws {
    let model = try TeachingPlace.model.get()
    let corrections = try TeachingPlace.corrections(12)
    let digests = try [1, 3].map { threads in
      var options = try place.options()
      options.threads = threads
      return try Teacher(model, corrections, options: options).teach().report.digest
    }
    #expect(digests[0] == digests[1])
    let other = try Teacher(model, corrections, options: try place.options(seed: 5)).teach().report.digest
    #expect(other != digests[0])
  }

  @Test func whatIsHeldOutIsNeverLearnedFrom() throws {
    let model = try TeachingPlace.model.get()
    var corrections = try TeachingPlace.corrections(12)
    let one = try Teacher(model, corrections, options: try place.options()).teach().report
    // Another picture under a number that is held out changes nothing that is learned.
    corrections[4] = StoredCorrection(
      id: 5, correction: try TeachingPlace.corrections(30, of: .closedFour)[29].correction)
    let other = try Teacher(model, corrections, options: try place.options()).teach().report
    #expect(one.digest == other.digest)
    corrections[3] = StoredCorrection(id: 4, correction: corrections[4].correction)
    #expect(try Teacher(model, corrections, options: try place.options()).teach().report.digest != one.digest)
  }

  @Test func fewCorrectionsAreHeldOutInTurn() throws {
    let model = try TeachingPlace.model.get()
    let report = try Teacher(model, try TeachingPlace.corrections(3), options: try place.options()).teach().report
    #expect(report.plan.isCrossSplit && report.plan.taught == 3 && report.heldOut?.count == 3)
    let single = try Teacher(model, try TeachingPlace.corrections(1), options: try place.options()).teach().report
    #expect(!single.plan.isCrossSplit && single.heldOut == nil && single.taught.count == 1)
  }

  @Test func whatIsTakenIsAMeanOfBeforeAndAfter() throws {
    let model = try TeachingPlace.model.get()
    let corrections = try TeachingPlace.corrections(12)
    var options = try place.options()
    options.weightShare = 1
    let whole = try Teacher(model, corrections, options: options).teach()
    options.weightShare = 0.25
    let part = try Teacher(model, corrections, options: options).teach()
    #expect(whole.report.weightShare == 1 && part.report.weightShare == 0.25)
    let mean = try WeightInterpolation(before: model, after: whole.model).model(share: 0.25)
    #expect(part.report.digest == mean.weightsSHA256)
    // With no margin what forgets is taken in part; with the largest as much as ever.
    options.weightShare = nil
    options.margin = 0
    let careful = try #require(try Teacher(model, corrections, options: options).teach().report.weightShare)
    options.margin = 1
    #expect(try Teacher(model, corrections, options: options).teach().report.weightShare == 0.8)
    #expect((0.1...0.8).contains(careful))
  }

  @Test func whatCannotBeTaughtIsRefused() throws {
    let model = try TeachingPlace.model.get()
    try model.requireTeachable()
    let bytes = try model.quantized(calibratedOn: StrokeDigits.dataset(train: 64, test: 1).train.images)
    let error = #expect(throws: InputError.self) { try bytes.requireTeachable() }
    #expect(error?.what == "teaching needs a model in float32")
  }

  @Test func aStopEndsItAndSaysSo() throws {
    let model = try TeachingPlace.model.get()
    let teacher = Teacher(model, try TeachingPlace.corrections(12), options: try place.options())
    let error = #expect(throws: InputError.self) {
      try teacher.teach { event in if case .started = event { teacher.stop() } }
    }
    #expect(error?.kind == .failed)
    #expect(error?.description == "the teaching was stopped; the model is as it was; teach it again.")
  }

  @Test func aLimitOfTimeEndsIt() throws {
    var options = try place.options()
    options.secondsLimit = 1e-9
    let teacher = Teacher(try TeachingPlace.model.get(), try TeachingPlace.corrections(12), options: options)
    let error = #expect(throws: InputError.self) { try teacher.teach() }
    #expect(error?.description.contains("the teaching took too long, and was given up") == true)
  }

  @Test func correctionsThatCannotBeUsedAreCountedOrRefused() throws {
    let model = try TeachingPlace.model.get()
    var corrections = try TeachingPlace.corrections(12)
    corrections[0] = StoredCorrection(id: 1, correction: Self.labelled(corrections[0].correction, "A"))
    let report = try Teacher(model, corrections, options: try place.options()).teach().report
    #expect(report.plan.leftOut == 1 && report.plan.taught + report.plan.heldOut == 11)
    let error = #expect(throws: InputError.self) {
      try Teacher(model, [corrections[0]], options: try place.options()).teach()
    }
    #expect(error?.kind == .usage)
    #expect(error?.description.contains("there is no correction that the model can learn from") == true)
  }

  @Test func anUnknownDataSetIsRefused() throws {
    var options = try place.options()
    options.replay = "nothing"
    let model = try TeachingPlace.model.get()
    let teacher = Teacher(model, try TeachingPlace.corrections(12), options: options)
    let error = #expect(throws: InputError.self) { try teacher.teach() }
    #expect(error?.description.contains("unknown data set") == true)
  }

  @Test(arguments: ["images", "share", "margin", "weights", "rate"]) func optionsOutOfRangeAreRefused(_ name: String)
    throws
  {
    var options = try place.options()
    switch name {
    case "images": options.images = 0
    case "share": options.share = .nan
    case "margin": options.margin = -1
    case "weights": options.weightShare = 0
    default: options.learningRate = 2
    }
    let teacher = Teacher(try TeachingPlace.model.get(), [], options: options)
    let error = #expect(throws: InputError.self) { try teacher.teach() }
    #expect(error?.kind == .usage)
    #expect(error?.description.contains("of a teaching is out of range") == true)
  }

  private static func labelled(_ correction: Correction, _ label: String) -> Correction {
    var correction = correction
    correction.label = label
    return correction
  }
}
