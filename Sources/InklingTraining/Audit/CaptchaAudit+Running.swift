import InklingCaptchas
import InklingDatasets
import InklingEngine
public import InklingFiles
import InklingTargets

extension CaptchaAudit {
  /// What an audit is doing.
  public enum Progress: Sendable, Equatable {
    /// Networks are trained on pictures that look like these; nil where none are drawn.
    case planned(steps: Int, style: String?)
    /// A step of a training: its number in the whole audit, of so many.
    case step(labels: Int, start: CaptchaAuditResult.Start, step: Int, of: Int)
    /// A network is trained and has read the test part.
    case finished(CaptchaAuditResult.Training)
  }

  /// How often a training reads the test part.
  private static let evaluations = 4
  /// The most of a budget that goes to reading the test part more often than at the ends.
  private static let readingShare = 0.1

  /// Trains and reads. What is there when the budget is over, or somebody asks for an end, is the result.
  ///
  /// - Parameters:
  ///   - progress: told what happens.
  ///   - shouldStop: asked before every step, such as for a signal.
  /// - Throws: `InputError`: as `CaptchaGenerator` where pictures are drawn; `.failed` for a loss that is no number;
  ///   `.unavailable` where there is not enough memory.
  public func run(
    progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(InputError) -> CaptchaAuditResult {
    try withoutActuallyEscaping(shouldStop) { shouldStop throws(InputError) in
      try run(clock: Trainer.monotonicSeconds, shouldStop: shouldStop, progress: progress)
    }
  }

  func run(
    clock: @escaping () -> Double, shouldStop: @escaping () -> Bool, progress: (Progress) -> Void
  ) throws(InputError) -> CaptchaAuditResult {
    let begun = clock()
    let (style, drawn) = try drawnPictures()
    let training = AuditTraining(
      network: network, test: test, seed: seed, threads: threads, clock: clock, shouldStop: shouldStop)
    let plan = AuditPlan(sizes: sizes, draws: drawn != nil, starts: drawn != nil || network.parameters != nil)
    let (total, evaluations, end) = try pace(training, plan, drawn, clock, begun)
    progress(.planned(steps: total, style: style))
    var trainings: [CaptchaAuditResult.Training] = []
    var (network, stop): ([NamedTensor]?, CaptchaAuditResult.Stop?) = (self.network.parameters, nil)
    for (number, (part, steps)) in zip(plan.parts, plan.steps(of: total)).enumerated() {
      if shouldStop() { stop = .request }
      if stop == nil, clock() >= end { stop = .budget }
      guard stop == nil else { break }
      let share = plan.share(ofTimeLeftAt: number)
      let deadline = end.isFinite ? clock() + (end - clock()) * share : end
      let pictures: AuditTraining.Pictures =
        if part.labels == 0, let drawn { .drawn(drawn) } else {
          .labeled(self.pictures.selecting(Array(0..<part.labels)))
        }
      let outcome = try training.run(
        on: pictures, from: part.start == .network ? network : nil, steps: steps, evaluations: evaluations,
        deadline: deadline
      ) { progress(.step(labels: part.labels, start: part.start, step: $0, of: steps)) }
      if part.labels == 0 { network = outcome.parameters }
      let finished = CaptchaAuditResult.Training(
        start: part.start, labels: part.labels, plannedSteps: steps, points: outcome.points, stop: outcome.stop)
      trainings.append(finished)
      progress(.finished(finished))
      if outcome.stop == .request { stop = .request }
    }
    return result(trainings, style: style, steps: total, seconds: clock() - begun, stop: stop)
  }

  private func result(
    _ trainings: [CaptchaAuditResult.Training], style: String?, steps: Int, seconds: Double,
    stop: CaptchaAuditResult.Stop?
  ) -> CaptchaAuditResult {
    let stopped = stop ?? (trainings.contains { $0.stop != nil } ? .budget : nil)
    return CaptchaAuditResult(
      pictures: pictures.count, tested: test.count, alphabet: pictures.classNames.dropFirst().joined(),
      network: network.name, style: style, steps: steps, seconds: seconds, stop: stopped, trainings: trainings)
  }

  /// How many steps there are, how often the test part is read, and when all ends.
  private func pace(
    _ training: AuditTraining, _ plan: AuditPlan, _ drawn: GeneratedPictures?, _ clock: () -> Double, _ begun: Double
  ) throws(InputError) -> (steps: Int, evaluations: Int, end: Double) {
    switch limit {
    case .steps(let steps): return (steps, Self.evaluations, .infinity)
    case .seconds(let seconds):
      let labeled = AuditTraining.Pictures.labeled(
        pictures.selecting(Array(0..<min(pictures.count, AuditTraining.batchSize))))
      let pace = try training.pace(on: drawn.map { .drawn($0) } ?? labeled)
      let readings = pace.reading * Double(plan.parts.count)
      let isSlow = readings * Double(Self.evaluations) > seconds * Self.readingShare
      let evaluations = isSlow ? 1 : Self.evaluations
      let left = seconds - (clock() - begun) - readings * Double(evaluations)
      // A little less than there is time for: what is stopped says less than what has ended.
      let steps = left * 0.93 / max(pace.step, 1e-6)
      return (Int(min(max(steps, 1), Double(Self.mostSteps))), evaluations, begun + seconds)
    }
  }

  /// What is drawn to train on, with the name of its style.
  private func drawnPictures() throws(InputError) -> (style: String?, GeneratedPictures?) {
    guard case .generator(let given) = start else { return (nil, nil) }
    guard let texts = pictures.targets.sequences else { return (nil, nil) }
    let lengths = (0..<texts.count).map { texts.length(of: $0) }
    let text = try CaptchaText(
      alphabet: try Alphabet(classNames: pictures.classNames), lengths: (lengths.min() ?? 1)...(lengths.max() ?? 1))
    let fonts = try CaptchaFonts(ofSystemFor: text.alphabet, height: pictures.height)
    func drawn(_ style: CaptchaStyle, _ count: Int) throws(InputError) -> GeneratedPictures {
      let generator = try CaptchaGenerator(
        style: style, text: text, fonts: fonts, channels: pictures.channels, height: pictures.height,
        width: pictures.width, seed: seed)
      return try GeneratedPictures(generator, count: count)
    }
    let style: CaptchaStyle
    if let given {
      style = given
    } else {
      style = try StyleMatch.nearest(to: pictures) { style, count throws(InputError) in
        try drawn(style, count).sample(count)
      }
    }
    let made = try drawn(style, CaptchaSettings().images)
    try network.task.requireColumns(of: network.graph, for: made.generator)
    return (style.name, made)
  }
}
