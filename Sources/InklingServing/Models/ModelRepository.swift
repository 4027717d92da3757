package import InklingFiles
import Synchronization

/// The models that are served, by name and version. A model is replaced as a whole: who began with the old one ends
/// with it.
package final class ModelRepository: Sendable {
  /// One version of one model.
  package struct Entry: Sendable {
    package let source: ModelSource
    /// Nil when it is not loaded.
    package var loaded: LoadedModel?
    /// What went wrong when it was opened last; empty when nothing did.
    package var reason = ""
    /// The files when it was opened last.
    var stamp: [FileStamp?]?
    /// Those beside the source's own that it was made of then.
    var followed: [String]
    /// What they were when they were looked at last.
    var seen: [FileStamp?]?
    /// Whether they were gone when they were looked at last.
    var isGone = false
    /// Whether somebody took it away: then its files are of no interest.
    var isUnloaded = false
    /// Whether somebody is opening it.
    var isOpening = false
    /// Whether it answers who names no version.
    package var isPreferred = false
    /// Whether another version has followed it: then it is loaded only when it is installed anew.
    var isRetired = false
  }

  /// How models are loaded.
  package struct Loading: Sendable {
    package var threads: Int
    package var queueLimit: Int
    package var gathering: UInt64

    package init(threads: Int, queueLimit: Int, gathering: UInt64) {
      self.threads = threads
      self.queueLimit = queueLimit
      self.gathering = gathering
    }
  }

  let entries: Mutex<[Entry]>
  let loading: Loading
  let metrics: ServerMetrics
  let log: ServerLog
  /// Told of each version that was opened again.
  let followers = Mutex<[@Sendable (_ name: String, _ version: Int) -> Void]>([])
  /// Whether the server has ended: what is still being opened then is closed at once.
  private let isOver = Atomic(false)

  /// Opens all models.
  ///
  /// - Throws: `InputError`: as a source's `open`; `.usage` for two of one name and version.
  package init(
    _ sources: [ModelSource], _ loading: Loading, metrics: ServerMetrics, log: ServerLog
  ) throws(InputError) {
    self.loading = loading
    self.metrics = metrics
    self.log = log
    var all: [Entry] = []
    for source in sources {
      guard !all.contains(where: { $0.source.name == source.name && $0.source.version == source.version }) else {
        throw InputError(
          .usage, "two models have one name and version", found: "\(source.name), version \(source.version)",
          remedy: "name them apart, as NAME=MODEL or NAME:VERSION=MODEL")
      }
      let (followed, stamp) = source.look()
      let model = try LoadedModel(source, try source.open(), loading, metrics)
      Self.say(model, log)
      all.append(Entry(source: source, loaded: model, stamp: stamp, followed: followed, seen: stamp))
    }
    entries = Mutex(all)
  }

  /// All of them, as they are now.
  package var all: [Entry] { entries.withLock { $0 } }

  /// The model of a name; without a name the first, without a version the preferred one, or else the highest that is
  /// loaded.
  ///
  /// - Throws: 404 for one that is not here or not loaded.
  package func model(_ name: String?, version: String? = nil) throws(ServedFault) -> LoadedModel {
    let found: (isThere: Bool, model: LoadedModel?, name: String?) = entries.withLock { entries in
      let name = name ?? entries.first?.source.name
      let those = entries.filter {
        $0.source.name == name && (version == nil || version == String($0.source.version))
      }
      return (!those.isEmpty, Self.answering(of: those), name)
    }
    if let model = found.model { return model }
    // Who names none is told which was meant.
    let title =
      "'\(ServedFault.short(found.name ?? ""))'" + (version.map { ", version '\(ServedFault.short($0))'" } ?? "")
    guard found.isThere else { throw ServedFault(404, "there is no model \(title)") }
    throw ServedFault(404, "the model \(title) is not loaded")
  }

  /// Which of one model's versions answers who names none: the preferred one, or else the highest that is loaded.
  static func answering(of versions: [Entry]) -> LoadedModel? {
    let loaded = versions.filter { $0.loaded != nil }
    return (loaded.first(where: \.isPreferred) ?? loaded.max { $0.source.version < $1.source.version })?.loaded
  }

  /// The versions of a model, whether loaded or not.
  package func versions(of name: String) -> [Entry] { all.filter { $0.source.name == name } }

  /// Opens all versions of a model again, each by itself. Where that fails the old one stays.
  ///
  /// - Returns: what is wrong with the versions that could not be loaded; nil when all are.
  /// - Throws: 404 for an unknown name. Where none could be loaded, what is wrong: with 409 when all are being opened already
  ///   or their files are being written, with 400 otherwise.
  package func load(_ name: String) throws(ServedFault) -> String? {
    let places = entries.withLock { entries in
      entries.indices.filter { entries[$0].source.name == name && !entries[$0].isRetired }
    }
    guard !places.isEmpty else { throw ServedFault(404, "there is no model '\(ServedFault.short(name))'") }
    var faults: [ServedFault] = []
    // One that was opened may have another retired.
    for place in places where !entries.withLock({ $0[place].isRetired }) {
      do throws(ServedFault) { try reload(place, isOneOfSeveral: places.count > 1) } catch { faults.append(error) }
    }
    guard let first = faults.first else { return nil }
    guard places.count > 1 else { throw first }
    var parts = faults.prefix(3).map { $0.message.hasSuffix(".") ? String($0.message.dropLast()) : $0.message }
    if faults.count > 3 { parts.append("\(faults.count - 3) more could not be loaded") }
    guard faults.count < places.count else {
      let status = faults.allSatisfy { $0.status == first.status } ? first.status : 400
      throw ServedFault(status, parts.joined(separator: "; "))
    }
    return (parts + ["the other versions are loaded"]).joined(separator: "; ")
  }

  /// Takes a model away until it is loaded again.
  ///
  /// - Throws: 404 for an unknown name.
  package func unload(_ name: String) throws(ServedFault) {
    let gone: [LoadedModel]? = entries.withLock { entries in
      let places = entries.indices.filter { entries[$0].source.name == name }
      guard !places.isEmpty else { return nil }
      var gone: [LoadedModel] = []
      for place in places {
        if let model = entries[place].loaded { gone.append(model) }
        entries[place].loaded = nil
        guard !entries[place].isRetired else { continue }
        entries[place].reason = "unloaded"
        (entries[place].isUnloaded, entries[place].isGone) = (true, false)
      }
      return gone
    }
    guard let gone else { throw ServedFault(404, "there is no model '\(ServedFault.short(name))'") }
    for model in gone { model.close() }
    log.notice("model unloaded", ["model": name])
  }

  /// Puts a model in the place of a version, or beside the others as a new one.
  ///
  /// - Parameter seen: how its files were before it was opened, so that what changed meanwhile is seen at the next look; nil
  ///   for a source without files.
  package func install(
    _ source: ModelSource, _ model: any ServedModel, seen: (followed: [String], stamp: [FileStamp?]?)? = nil
  ) throws(InputError) {
    let loaded = try LoadedModel(source, model, loading, metrics)
    // It may read a file.
    let (followed, stamp) = seen ?? source.look()
    let old: LoadedModel? = entries.withLock { entries in
      let place = entries.firstIndex { $0.source.name == source.name && $0.source.version == source.version }
      var entry = Entry(source: source, loaded: loaded, stamp: stamp, followed: followed, seen: stamp)
      entry.isPreferred = place.map { entries[$0].isPreferred } ?? false
      guard let place else {
        entries.append(entry)
        return nil
      }
      let old = entries[place].loaded
      entries[place] = entry
      return old
    }
    old?.close()
    closeIfOver(loaded)
  }

  /// Has a version answer whoever names none.
  package func prefer(_ name: String, version: Int) {
    entries.withLock { entries in
      for place in entries.indices where entries[place].source.name == name {
        entries[place].isPreferred = entries[place].source.version == version
      }
    }
  }

  /// The version of a model that was preferred; nil while none was.
  package func preferred(_ name: String) -> Int? {
    entries.withLock { $0.first { $0.source.name == name && $0.isPreferred }?.source.version }
  }

  /// Says why a version does not answer that another has followed.
  package func explain(_ name: String, version: Int, _ reason: String) {
    entries.withLock { entries in
      let place = entries.firstIndex { $0.source.name == name && $0.source.version == version && $0.isRetired }
      if let place { entries[place].reason = reason }
    }
  }

  /// Takes away a version that another has followed.
  package func retire(_ name: String, version: Int) {
    let old: LoadedModel? = entries.withLock { entries in
      guard let place = entries.firstIndex(where: { $0.source.name == name && $0.source.version == version })
      else { return nil }
      defer { entries[place].loaded = nil }
      entries[place].reason = "it is kept, and does not answer"
      entries[place].isRetired = true
      return entries[place].loaded
    }
    old?.close()
  }

  /// All models end when what waits for them is answered.
  package func close() {
    isOver.store(true, ordering: .sequentiallyConsistent)
    for entry in all { entry.loaded?.close() }
  }

  func closeIfOver(_ model: LoadedModel) {
    if isOver.load(ordering: .sequentiallyConsistent) { model.close() }
  }
}
