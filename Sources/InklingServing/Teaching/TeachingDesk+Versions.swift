import InklingFiles
import Synchronization

/// Which version answers.
extension TeachingDesk {
  /// Has another version answer. A model that was unloaded is loaded.
  ///
  /// - Throws: 404 for a version that is not kept, 409 for one that was taught from another file and while the model is
  ///   taught, 503 when it cannot be opened.
  func choose(_ version: Int) throws(ServedFault) {
    let isFree = shared.withLock { shared in
      guard !shared.state.isRunning, !shared.isChanging else { return false }
      shared.isChanging = true
      return true
    }
    guard isFree else { throw ServedFault(409, "the model is being taught; wait, or discard that first") }
    defer { shared.withLock { $0.isChanging = false } }
    try changing.withLock { _ throws(ServedFault) in
      followGiven()
      var number = try number(of: version)
      if number > 1, loaded(original) == nil {
        followUnloaded()
        // Its file may have been replaced meanwhile.
        number = try self.number(of: version)
      }
      do throws(InputError) { try serve(number) } catch { throw fault(error) }
      endWaiting(for: number)
    }
  }

  /// What waited for a decision was chosen by its number.
  func endWaiting(for number: Int) {
    let outcome: TeachingOutcome? = shared.withLock { shared in
      guard let waiting = shared.waiting, waiting.number == number else { return nil }
      shared.waiting = nil
      return waiting.candidate.outcome
    }
    guard let outcome else { return }
    count(.accepted)
    change(to: .accepted(outcome, version: version(of: number)))
  }

  /// Opens the model's file, which somebody unloaded, so that it is followed again. Where that fails the version that was asked
  /// for answers all the same, and the file is opened once it changes.
  private func followUnloaded() {
    guard let source = givenSource else { return }
    let seen = source.look()
    do throws(InputError) {
      try models.install(source, try source.open(), seen: seen)
      followGiven()
    } catch {
      models.missed(source, ServedFault(error).message, seen: seen)
      log.warning("model not loaded", ["model": name, "version": "\(original)", "error": error.description])
    }
  }

  private func number(of version: Int) throws(ServedFault) -> Int {
    if version == original { return 1 }
    guard let kept = try versions().first(where: { self.version(of: $0.number) == version }) else {
      if version <= lastGiven, models.versions(of: name).contains(where: { $0.source.version == version }) {
        throw ServedFault(
          409,
          "version \(version) was given beside version \(original), which is the one that is taught; who names it is answered "
            + "by it")
      }
      throw ServedFault(404, "there is no version \(version)")
    }
    if let damage = kept.damage {
      throw ServedFault(503, "version \(version) is damaged: \(damage)", headers: ["Retry-After": "1"])
    }
    guard !kept.isOfAnother else {
      throw ServedFault(
        409,
        "version \(version) was taught from another file than the model's now, or with other options; it is kept, and served "
          + "with those")
    }
    return kept.number
  }

  /// The model's file was opened again. Who replaced it wants what it holds: where that is another model it answers, now and
  /// after the next start, and what was taught from the one before is kept.
  func follow() { changing.withLock { _ in followGiven() } }

  /// Has what was taught and is kept answer, unless the model was unloaded or replaced since.
  func adopt(_ candidate: any TaughtCandidate, as number: Int) throws(InputError) {
    let version = version(of: number)
    let reason = try changing.withLock { _ throws(InputError) in
      followGiven()
      if shared.withLock({ $0.before != $0.replacements }) {
        return "the model's file was replaced meanwhile" as String?
      }
      return try serve(number, ifLoaded: true) ? nil : "the model was unloaded meanwhile"
    }
    let facts = ["model": name, "version": "\(version)"]
    guard let reason else {
      count(.accepted)
      log.notice("model taught", facts)
      return change(to: .accepted(candidate.outcome, version: version))
    }
    count(.kept)
    log.notice("model taught, and not served", facts.merging(["reason": reason]) { $1 })
    change(to: .kept(candidate.outcome, version: version, reason: reason))
  }

  /// A version answers from now on, and after another start.
  ///
  /// - Parameter ifLoaded: only where one answers now.
  /// - Returns: whether it does.
  @discardableResult
  func serve(_ number: Int, ifLoaded: Bool = false) throws(InputError) -> Bool {
    let (version, before) = (version(of: number), servedVersion)
    if ifLoaded, loaded(before) == nil { return false }
    if number > 1 {
      let source = try ModelSource(name: name, version: version) { [teacher] () throws(InputError) in
        try teacher.open(number)
      }
      try models.install(source, try source.open())
      // Somebody may have unloaded it while the new one was opened.
      if ifLoaded, loaded(before) == nil {
        models.retire(name, version: version)
        return false
      }
    } else if loaded(original) == nil {
      try loadGiven()
    }
    do throws(InputError) {
      try teacher.choose(number)
    } catch {
      if version != before, version != original { models.retire(name, version: version) }
      throw error
    }
    noteChoice()
    models.prefer(name, version: version)
    if before != version, before != original { models.retire(name, version: before) }
    return true
  }

  private func loaded(_ version: Int) -> LoadedModel? {
    models.versions(of: name).first { $0.source.version == version }?.loaded
  }

  private var givenSource: ModelSource? {
    models.versions(of: name).first { $0.source.version == original }?.source
  }

  /// Opens the model's file again, which somebody unloaded.
  private func loadGiven() throws(InputError) {
    guard let source = givenSource else { return }
    // Before it is read: what is written meanwhile is opened again.
    let seen = source.look()
    try models.install(source, try source.open(), seen: seen)
    followGiven()
  }

  /// Once more also where it failed the last time: the disk was full then, and need not be now.
  private func followGiven() {
    guard let model = loaded(original)?.model else { return }
    let (isOther, isFollowed) = shared.withLock { shared in
      let isOther = model.identity != shared.given.identity
      let isFollowed = shared.isFollowed && !isOther
      shared.given = model
      if isOther { shared.replacements += 1 }
      shared.isFollowed = isFollowed
      return (isOther, isFollowed)
    }
    guard !isFollowed else { return }
    if isOther {
      let before = servedVersion
      models.prefer(name, version: original)
      if before != original { models.retire(name, version: before) }
    }
    do throws(InputError) {
      try teacher.follow(model)
      // What was taught from it meanwhile goes on answering.
      if servedVersion == original { try teacher.choose(1) }
      shared.withLock { $0.isFollowed = true }
      noteChoice()
      try sayOthers("the model's file was replaced and answers; versions taught from the one before are not served")
    } catch {
      log.warning("the versions do not follow the model's file", ["model": name, "error": error.description])
    }
    explainOthers()
  }

  /// Why versions do not answer that did before the file was replaced, or put back.
  private func explainOthers() {
    guard let versions = try? teacher.versions() else { return }
    for kept in versions {
      models.explain(
        name, version: version(of: kept.number),
        kept.isOfAnother
          ? "it was taught from another file than the model's now, or with other options"
          : "it is kept, and does not answer")
    }
  }

  /// Says which versions are damaged; nothing where none is, or they cannot be read, which is said elsewhere.
  func sayDamaged() {
    for kept in (try? teacher.versions()) ?? [] {
      guard let damage = kept.damage else { continue }
      log.warning(
        "a version is damaged", ["model": name, "version": "\(version(of: kept.number))", "error": damage])
    }
  }

  /// Says which versions are kept that were taught from another file; nothing where there are none.
  func sayOthers(_ sentence: String) throws(InputError) {
    let others = try teacher.versions().filter(\.isOfAnother)
    guard !others.isEmpty else { return }
    log.notice(
      sentence,
      [
        "model": name, "version": "\(servedVersion)",
        "kept": NameList.text(others.map { String(version(of: $0.number)) }),
      ])
  }
}
