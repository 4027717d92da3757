package import InklingFiles
import Synchronization

/// The files that models are opened from.
extension ModelRepository {
  /// Opens again what changed, once a file has been as it is for two looks, and says so where one is gone for as long.
  package func lookAtFiles() {
    let (changed, gone): ([Int], [Entry]) = entries.withLock { entries in
      var (changed, gone) = ([Int](), [Entry]())
      for place in entries.indices {
        let entry = entries[place]
        guard !entry.isUnloaded, !entry.isRetired, !entry.isOpening, !entry.source.watched.isEmpty else { continue }
        let now = entry.source.stamp(following: entry.followed)
        entries[place].seen = now
        if let now {
          if now != entry.stamp, now == entry.seen { changed.append(place) }
        } else if entry.seen == nil, !entry.isGone {
          let rest = entry.loaded == nil ? "" : "; the model that was loaded goes on answering"
          entries[place].reason = "a file of the model is gone or cannot be reached\(rest)"
          // Whatever lies there next is opened, be it the same file again.
          (entries[place].isGone, entries[place].stamp) = (true, nil)
          gone.append(entries[place])
        }
      }
      return (changed, gone)
    }
    for entry in gone {
      let (source, lost) = (entry.source, entry.source.watched.filter { FileStamp(of: $0) == nil })
      log.warning(
        "model's file gone",
        [
          "model": source.name, "version": "\(source.version)", "error": entry.reason, "file": NameList.text(lost),
        ])
    }
    for place in changed {
      do throws(ServedFault) { try reload(place) } catch { continue }
    }
  }

  /// Remembers a version that was to be loaded and could not be: it is opened once its files change.
  ///
  /// - Parameter seen: how they were before that.
  package func missed(
    _ source: ModelSource, _ reason: String, seen: (followed: [String], stamp: [FileStamp?]?)
  ) {
    entries.withLock { entries in
      let place = entries.firstIndex { $0.source.name == source.name && $0.source.version == source.version }
      guard let place else { return }
      (entries[place].reason, entries[place].isUnloaded) = (reason, false)
      (entries[place].followed, entries[place].stamp, entries[place].seen) = (seen.followed, seen.stamp, seen.stamp)
      entries[place].isGone = seen.stamp == nil
    }
  }

  /// - Throws: 409 when it is being opened already or its files are being written, 400 with what is wrong.
  func reload(_ place: Int, isOneOfSeveral: Bool = false) throws(ServedFault) {
    let source: ModelSource? = entries.withLock { entries in
      guard !entries[place].isOpening else { return nil }
      (entries[place].isOpening, entries[place].isUnloaded) = (true, false)
      return entries[place].source
    }
    let title = isOneOfSeveral ? "version \(all[place].source.version)" : "the model"
    guard let source else { throw ServedFault(409, "\(title) is being loaded already") }
    let (followed, stamp) = source.look()
    let opened = Result { () throws(InputError) in try LoadedModel(source, try source.open(), loading, metrics) }
    // What was read while somebody wrote may be of two models, and so may be what is wrong with it. The next look tries again.
    guard source.stamp(following: followed) == stamp else {
      (try? opened.get())?.close()
      entries.withLock { $0[place].isOpening = false }
      throw ServedFault(409, "the files of \(title) are being written; load it again once they are")
    }
    let facts = ["model": source.name, "version": "\(source.version)"]
    switch opened {
    case .success(let model):
      let old: LoadedModel? = entries.withLock { entries in
        let old = entries[place].loaded
        entries[place].loaded = model
        (entries[place].reason, entries[place].isGone) = ("", false)
        (entries[place].stamp, entries[place].followed) = (stamp, followed)
        entries[place].isOpening = false
        return old
      }
      old?.close()
      closeIfOver(model)
      metrics.reloaded(source.name, succeeded: true)
      log.notice("model loaded", facts)
      Self.say(model, log)
      for follower in followers.withLock({ $0 }) { follower(source.name, source.version) }
    case .failure(let error):
      let fault = ServedFault(error)
      let hasOld = entries.withLock { entries in
        (entries[place].reason, entries[place].isGone) = (fault.message, stamp == nil)
        // Another change is another try.
        (entries[place].stamp, entries[place].followed) = (stamp, followed)
        entries[place].isOpening = false
        return entries[place].loaded != nil
      }
      metrics.reloaded(source.name, succeeded: false)
      log.warning("model not loaded", facts.merging(["error": error.description]) { $1 })
      let rest = hasOld ? ", and the one before stays" : ""
      throw ServedFault(400, "\(title) could not be loaded\(rest): \(fault.message)")
    }
  }

  /// What a person should know of a model that was opened.
  static func say(_ model: LoadedModel, _ log: ServerLog) {
    for note in model.model.notes {
      log.notice("note", ["model": model.name, "version": model.version, "note": note])
    }
  }
}
