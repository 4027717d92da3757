package import InklingFiles
package import InklingStore
package import InklingTeaching
import InklingTraining
import Synchronization

/// The library's teacher and its versions, behind the server.
package final class ServedTeacher: ModelTeacher {
  private let store: CorrectionStore
  private let kept: ModelVersions
  /// The model before any teaching, as a kind for those after it.
  private let given: ServedTrainedModel
  /// Which version the model is that is given now; nil for one that cannot be taught.
  private let origin: Mutex<ModelVersions.Origin?>
  /// Why the versions did not follow it when the server began: then it answers as it was given.
  private let fault: InputError?
  /// The name that its corrections have.
  private let name: String
  private let options: TeachingOptions

  /// - Parameters:
  ///   - folder: where the versions are kept.
  ///   - given: the model before any teaching.
  ///   - owner: the path of the model's file, so that another file's versions are not taken for its own; nil does not ask.
  ///   - name: what clients call it: it learns from the corrections of that name.
  /// - Throws: as `ModelVersions`.
  package init(
    _ given: ServedTrainedModel, name: String, store: CorrectionStore, folder: String, of owner: String? = nil,
    options: TeachingOptions
  ) throws(InputError) {
    self.name = name
    self.given = given
    self.store = store
    self.options = options
    let kept =
      try FileStatus.isThere("\(folder)/current")
      ? ModelVersions(folder: folder) : ModelVersions(folder: folder, original: given.model, of: owner)
    if let owner { try kept.requireOwner(owner) }
    self.kept = kept
    var found = ModelVersions.Origin(of: given.model)
    var fault: InputError?
    do throws(InputError) { found = try kept.follow(given.model, isKept: false) } catch { fault = error }
    origin = Mutex(found)
    self.fault = fault
  }

  package func versions() throws(InputError) -> [KeptVersion] {
    let own = Set(try ownVersions().map(\.number))
    return try kept.all().compactMap { version in
      if let damage = version.damage, version.number > 1 {
        return KeptVersion(number: version.number, date: "", corrections: 0, damage: ServedFault(damage).message)
      }
      return version.report.map {
        KeptVersion(
          number: version.number, date: $0.date, corrections: $0.plan.taught,
          isOfAnother: !own.contains(version.number), isWorse: !$0.isAccepted)
      }
    }
  }

  private func ownVersions() throws(InputError) -> [ModelVersion] {
    guard let origin = origin.withLock({ $0 }) else { return [] }
    return try kept.taught(from: origin)
  }

  package func chosen() throws(InputError) -> Int {
    if let fault { throw fault }
    return try chosenElsewhere() ?? 1
  }

  package func noted() -> Int? { try? kept.current }

  package func chosenElsewhere() throws(InputError) -> Int? {
    let number = try kept.current
    // The model as it was given answers from its own file, not from what is kept of it.
    let isGiven = kept.isGiven(number)
    if !isGiven { try kept.requireIntact(number) }
    if isGiven, try isKept(number) { return 1 }
    guard try ownVersions().contains(where: { $0.number == number }) else { return nil }
    return isGiven ? 1 : number
  }

  /// Whether a version is the model as it is given now, which another program may have kept meanwhile.
  private func isKept(_ number: Int) throws(InputError) -> Bool {
    guard let own = origin.withLock({ $0 }), try kept.given(own) == number else { return false }
    origin.withLock { if $0 == own { $0 = own.kept(as: number) } }
    return true
  }

  package func follow(_ model: any ServedModel) throws(InputError) {
    origin.withLock { $0 = nil }
    guard let served = model as? ServedTrainedModel, served.whyNotTaught == nil else { return }
    // Also where it cannot be followed, what was taught from it is its own.
    origin.withLock { $0 = ModelVersions.Origin(of: served.model) }
    // A run that is being trained is another one with every epoch: it is kept when something was taught from it.
    let now = try kept.follow(served.model, isKept: false)
    origin.withLock { $0 = now }
  }

  package func choose(_ number: Int) throws(InputError) {
    guard number == 1 else { return try kept.use(number) }
    if let origin = origin.withLock({ $0 }) { try kept.use(origin) }
  }

  package func open(_ number: Int) throws(InputError) -> any ServedModel { given.taught(try kept.open(number)) }

  package func teach(
    _ model: any ServedModel, report: @escaping @Sendable (TeachingProgress) -> Bool
  ) throws(InputError) -> any TaughtCandidate {
    guard let served = model as? ServedTrainedModel else {
      throw InputError(.usage, "the model that is served cannot be taught")
    }
    let origin = origin.withLock { $0 }
    let teacher = Teacher(served.model, try store.newest(options.mostCorrections, model: name), options: options)
    let result = try teacher.teach { event in
      if let progress = Self.progress(event), !report(progress) { teacher.stop() }
    }
    // What was taught itself has its origin among the versions.
    let isGiven = result.report.base == origin?.digest && result.report.settings == origin?.settings
    return Candidate(result: result, given: isGiven ? served.model : nil, teacher: self)
  }

  /// Keeps what was taught, and what it was taught from.
  private func keep(_ result: TeachingResult, from given: TrainedModel?) throws(InputError) -> Int {
    let number = try kept.add(result, isUsed: false, from: given).number
    guard let given else { return number }
    let now = ModelVersions.Origin(of: given)
    let place = try kept.given(now)
    // Another file may have been given meanwhile.
    origin.withLock { if $0?.digest == now.digest, $0?.settings == now.settings { $0 = now.kept(as: place) } }
    return number
  }

  private struct Candidate: TaughtCandidate {
    let result: TeachingResult
    /// Nil where it was taught from a version.
    let given: TrainedModel?
    let teacher: ServedTeacher

    var outcome: TeachingOutcome { TeachingOutcome(result.report) }
    func keep() throws(InputError) -> Int { try teacher.keep(result, from: given) }
  }

  private static func progress(_ event: TeachingEvent) -> TeachingProgress? {
    switch event {
    case .started: TeachingProgress(.preparing, share: 0.02)
    case .learning(let learning): TeachingProgress(.training, share: 0.02 + 0.9 * learning.share)
    case .comparing: TeachingProgress(.comparing, share: 0.95)
    case .finished: nil
    }
  }
}

extension TeachingOutcome {
  init(_ report: TeachingReport) {
    var rows: [Row] = []
    if let heldOut = report.heldOut { rows.append(Row(heldOut, set: "corrections")) }
    rows.append(Row(report.test, set: "test"))
    self.init(
      rows: rows, margin: report.margin, isNotWorse: report.isAccepted, corrections: report.plan.taught,
      replayed: report.plan.replayed, weightShare: report.weightShare ?? 1, seconds: report.seconds,
      notes: report.plan.notes)
  }
}

extension TeachingOutcome.Row {
  fileprivate init(_ comparison: TeachingComparison, set: String) {
    self.init(
      set: set, images: comparison.count,
      before: TeachingOutcome.Side(comparison.before, comparison.intervalBefore),
      after: TeachingOutcome.Side(comparison.after, comparison.intervalAfter), lost: comparison.onlyBefore,
      won: comparison.onlyAfter, probability: comparison.mcnemar.pValue)
  }
}

extension TeachingOutcome.Side {
  fileprivate init(_ right: Int, _ interval: WilsonInterval) {
    self.init(right: right, low: interval.lower, high: interval.upper)
  }
}
