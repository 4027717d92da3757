import InklingFiles
import InklingStore
import Synchronization

/// Where one served model is corrected and taught: what came of it, and which version answers.
package final class TeachingDesk: Sendable {
  /// What was taught, and waits for a decision.
  struct Waiting {
    let candidate: any TaughtCandidate
    /// Under which number it is kept; nil where it could not be.
    var number: Int?
  }

  struct Shared {
    var state = TeachingState.idle
    /// One more with every change, so that a reader sees what it has not seen.
    var revision = 0
    var isStopped = false
    var waiting: Waiting?
    /// Whether somebody is changing the version that answers.
    var isChanging = false
    /// The model as it was given last.
    var given: any ServedModel
    /// Whether the versions follow it. Where they could not it is tried again.
    var isFollowed = true
    /// How often it was replaced.
    var replacements = 0
    /// How often it had been when the teaching began.
    var before = 0
    /// What said last which version was chosen.
    var noted: Int?
  }

  /// What the model is called.
  package let name: String
  /// The version of the model as it was given, and the last one that others gave: taught ones follow it.
  package let original: Int
  let lastGiven: Int
  let store: CorrectionStore
  let models: ModelRepository
  let teacher: any ModelTeacher
  let metrics: ServerMetrics
  let log: ServerLog
  let shared: Mutex<Shared>
  /// Held by whoever changes which version answers: a request, a teaching that ends, or a file that was replaced.
  let changing = Mutex(())
  let limits: TeachingLimits

  /// Serves the version that was chosen last.
  init(
    _ models: ModelRepository, _ model: LoadedModel, _ parts: TeachingParts, limits: TeachingLimits,
    metrics: ServerMetrics, log: ServerLog
  ) {
    self.models = models
    self.limits = limits
    name = model.name
    original = Int(model.version) ?? 1
    lastGiven = models.versions(of: model.name).map(\.source.version).max() ?? original
    store = parts.store
    teacher = parts.teacher
    shared = Mutex(Shared(given: model.model))
    self.metrics = metrics
    self.log = log
    metrics.teaching { [name] in $0.isTaught(name, false) }
    do throws(InputError) {
      let number = try teacher.chosen()
      if number > 1 { try serve(number) }
      try sayOthers("versions were taught from another file, or with other options, and are not served")
    } catch {
      log.warning("the version chosen last is not served", ["model": name, "error": error.description])
    }
    noteChoice()
    sayDamaged()
  }

  /// How it stands, and the number of that change.
  var state: (state: TeachingState, revision: Int) { shared.withLock { ($0.state, $0.revision) } }

  /// The number of the version that answers who names none.
  var servedVersion: Int { models.preferred(name) ?? original }

  /// The version that answers who names none; nil where none does, for the model was unloaded.
  var answering: LoadedModel? { try? models.model(name) }

  /// The version that clients know of one that the teacher keeps.
  func version(of number: Int) -> Int { number == 1 ? original : lastGiven + number - 1 }

  /// All versions that are kept, without the model as it was given.
  ///
  /// - Throws: 503 when they cannot be read.
  func versions() throws(ServedFault) -> [KeptVersion] {
    do throws(InputError) { return try teacher.versions() } catch { throw fault(error) }
  }

  /// Why the model that answers now cannot be taught: its file may have been replaced. Nil where it can, or is not loaded.
  var whyNotTaught: String? { (try? models.model(name))?.model.whyNotTaught }

  /// Does something with the store.
  ///
  /// - Throws: 503 with a sentence when it is locked, damaged or full, or many others use it.
  func withStore<Value: Sendable>(
    _ body: @escaping @Sendable (CorrectionStore) throws(InputError) -> Value
  ) async throws(ServedFault) -> Value {
    defer { limits.storeWork.subtract(1, ordering: .relaxed) }
    guard limits.storeWork.add(1, ordering: .relaxed).newValue <= TeachingLimits.mostStoreWork else { throw .busy }
    let result: Result<Value, ServedFault> = await BlockingWork.run { () throws(ServedFault) in
      do throws(InputError) { return try body(self.store) } catch { throw self.fault(error) }
    }
    return try result.get()
  }

  /// Starts to teach.
  ///
  /// - Throws: 409 while it or another model is being taught, or while what came of it waits for a decision; 503 without a
  ///   thread.
  func start() throws(ServedFault) {
    let reason: String? = shared.withLock { shared in
      switch shared.state {
      case .running: return "the model is being taught already"
      case .waiting: return "what was taught last waits for accept or discard"
      default: if shared.isChanging { return "the version is being changed; try again" }
      }
      guard limits.takeTurn() else { return "another model is being taught; wait, or discard that first" }
      enter(.running(TeachingProgress(.preparing, share: 0)), &shared)
      shared.isStopped = false
      shared.before = shared.replacements
      return nil
    }
    if let reason { throw ServedFault(409, reason) }
    do throws(InputError) {
      try SystemThread(stackBytes: 8 << 20) { self.teach() }.detach()
    } catch {
      change(to: .idle)
      throw .busy
    }
  }

  /// Uses what was taught although it is worse.
  ///
  /// - Throws: 409 when nothing waits.
  func accept() throws(ServedFault) {
    guard var waiting = takeWaiting() else { throw ServedFault(409, "nothing waits to be accepted") }
    defer { shared.withLock { $0.isChanging = false } }
    do throws(InputError) {
      if waiting.number == nil { waiting.number = try waiting.candidate.keep() }
      if let number = waiting.number { try adopt(waiting.candidate, as: number) }
    } catch {
      // It is not lost: it may be accepted again.
      let again = waiting
      shared.withLock { shared in
        shared.waiting = again
        enter(.waiting(again.candidate.outcome), &shared)
      }
      throw fault(error)
    }
  }

  /// Does not use what was taught, which stays a version that is kept; or stops what is being taught.
  ///
  /// - Throws: 409 when there is nothing of both.
  func discard() throws(ServedFault) {
    if let waiting = takeWaiting() {
      defer { shared.withLock { $0.isChanging = false } }
      count(.discarded)
      log.notice("what was taught is not used", facts(of: waiting))
      return change(to: .discarded(waiting.candidate.outcome))
    }
    guard shared.withLock({ $0.state.isRunning }) else {
      throw ServedFault(409, "nothing waits to be discarded")
    }
    stop("it was discarded")
  }

  /// Has the teaching end soon, and nothing come of it.
  func stop(_ reason: String) {
    let isBrokenOff = shared.withLock { shared in
      defer { shared.isStopped = true }
      return shared.state.isRunning && !shared.isStopped
    }
    // Now: the server may have ended before the teaching does.
    if isBrokenOff { log.notice("teaching broken off", ["model": name, "reason": reason]) }
  }

  // The teaching's own thread.

  private func teach() {
    metrics.teaching { $0.isTaught(name, true) }
    defer { metrics.teaching { $0.isTaught(name, false) } }
    log.notice("teaching", ["model": name])
    do throws(InputError) {
      let model = try served()
      let candidate = try teacher.teach(model) { self.report($0) }
      guard !shared.withLock({ $0.isStopped }) else { return stopped() }
      guard candidate.outcome.isNotWorse else { return hold(candidate) }
      try adopt(candidate, as: try candidate.keep())
    } catch {
      guard !shared.withLock({ $0.isStopped }) else { return stopped() }
      count(.failed)
      log.warning("not taught", ["model": name, "error": error.description])
      change(to: .failed(ServedFault(error).message))
    }
  }

  /// What is worse waits for a decision. It is kept before: it is a version also after the server's end.
  private func hold(_ candidate: any TaughtCandidate) {
    var held = Waiting(candidate: candidate)
    do throws(InputError) {
      held.number = try candidate.keep()
    } catch {
      log.warning(
        "what was taught is not kept, and lost when the server ends", ["model": name, "error": error.description])
    }
    count(.worse)
    log.notice("model taught, and worse: it waits for accept or discard", facts(of: held))
    let waiting = held
    shared.withLock { shared in
      shared.waiting = waiting
      enter(.waiting(candidate.outcome), &shared)
    }
  }

  private func facts(of waiting: Waiting) -> [String: String] {
    var facts = ["model": name]
    facts["version"] = waiting.number.map { "\(version(of: $0))" }
    return facts
  }

  private func stopped() {
    count(.discarded)
    change(to: .idle)
  }

  private func served() throws(InputError) -> any ServedModel {
    do throws(ServedFault) {
      return try models.model(name).model
    } catch {
      throw InputError(.unavailable, "the model that would be taught is not loaded")
    }
  }

  /// - Returns: whether to go on.
  private func report(_ progress: TeachingProgress) -> Bool {
    shared.withLock { shared in
      if shared.state.isRunning { enter(.running(progress), &shared) }
      return !shared.isStopped
    }
  }

  /// What waits for a decision. Nobody else changes the version until the caller is done.
  private func takeWaiting() -> Waiting? {
    shared.withLock { shared in
      guard !shared.isChanging, let waiting = shared.waiting else { return nil }
      shared.waiting = nil
      shared.isChanging = true
      return waiting
    }
  }

  func count(_ result: TeachingCounts.Result) { metrics.teaching { $0.taught(name, result) } }

  func change(to state: TeachingState) { shared.withLock { self.enter(state, &$0) } }

  /// All changes of the state come here: whoever stops running gives the turn back.
  private func enter(_ state: TeachingState, _ shared: inout Shared) {
    if shared.state.isRunning, !state.isRunning { limits.giveTurn() }
    shared.state = state
    shared.revision += 1
  }

  /// What is wrong with the store or a version is the server's, not the client's.
  func fault(_ error: InputError) -> ServedFault {
    log.warning("corrections", ["model": name, "error": error.description])
    return ServedFault(503, ServedFault(error).message, headers: ["Retry-After": "1"])
  }
}
