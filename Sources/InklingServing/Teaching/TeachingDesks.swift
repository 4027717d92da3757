import InklingFiles
import InklingStore
import Synchronization

/// The desks of a server's models: one for each that can be taught.
package struct TeachingDesks: Sendable {
  private let models: ModelRepository
  /// By the models' names.
  private let desks: [String: TeachingDesk]
  /// Why the others could not be taught when the server began, by their names.
  private let reasons: [String: String]

  /// - Parameters:
  ///   - check: refuses models that cannot be taught beside each other, before anything is written for one.
  ///   - parts: what each desk works with.
  /// - Throws: `InputError` of kind `.usage` when none of the models can be taught; as `check` and `parts`.
  init(
    _ models: ModelRepository, metrics: ServerMetrics, log: ServerLog,
    check: ([LoadedModel]) throws(InputError) -> Void = { (_) throws(InputError) in },
    parts: (LoadedModel) throws(InputError) -> TeachingParts
  ) throws(InputError) {
    let limits = TeachingLimits()
    var (desks, reasons) = ([String: TeachingDesk](), [String: String]())
    var taught: [LoadedModel] = []
    for entry in models.all where reasons[entry.source.name] == nil {
      // Of its versions the highest is the one that answers.
      let versions = models.versions(of: entry.source.name)
      guard !taught.contains(where: { $0.name == entry.source.name }),
        let model = versions.max(by: { $0.source.version < $1.source.version })?.loaded
      else { continue }
      reasons[model.name] = model.model.whyNotTaught
      if reasons[model.name] == nil { taught.append(model) }
    }
    try check(taught)
    for model in taught {
      desks[model.name] = TeachingDesk(models, model, try parts(model), limits: limits, metrics: metrics, log: log)
    }
    for desk in desks.values {
      models.followers.withLock { followers in
        followers.append { [weak desk] name, version in
          if let desk, desk.name == name, desk.original == version { desk.follow() }
        }
      }
    }
    guard !desks.isEmpty else {
      throw InputError(
        .usage, "none of the models can be corrected",
        found: NameList.text(reasons.sorted { $0.key < $1.key }.map { "'\($0.key)': \($0.value)" }),
        remedy:
          "name a model that tells pictures apart too, or leave out --store; 'inkling store delete' deletes what was given"
      )
    }
    self.models = models
    self.desks = desks
    self.reasons = reasons
  }

  /// All of them, in no order.
  var all: [TeachingDesk] { Array(desks.values) }

  /// The desk of a model; without a name that of the first model, which also answers who names none. Nil where it is not
  /// taught.
  ///
  /// - Throws: 404 for a model that is not here.
  func desk(_ name: String?) throws(ServedFault) -> TeachingDesk? {
    let asked = try self.name(name)
    return desks[asked]
  }

  /// Does something with the store, whichever model it is for: all desks share it.
  ///
  /// - Throws: as `TeachingDesk.withStore`.
  func withStore<Value: Sendable>(
    _ body: @escaping @Sendable (CorrectionStore) throws(InputError) -> Value
  ) async throws(ServedFault) -> Value {
    guard let desk = desks.values.first else { throw .busy }
    return try await desk.withStore(body)
  }

  /// The names of all models, whether they are taught or not.
  var names: Set<String> { Set(models.all.map(\.source.name)) }

  /// Has each model answer with the version that somebody else has chosen since.
  func followChoices() {
    for desk in all { desk.followChoice() }
  }

  /// Why a model is not taught.
  func refusal(_ name: String?) throws(ServedFault) -> ServedFault {
    let asked = try self.name(name)
    // Its file may have been replaced.
    let model = (try? models.model(asked))?.model
    var reason = model?.whyNotTaught ?? reasons[asked] ?? "it was not loaded"
    if let model, model.whyNotTaught == nil {
      reason = "it could not be taught when the server began; start the server again"
    }
    return ServedFault(404, "the model '\(ServedFault.short(asked))' is not taught: \(reason)")
  }

  /// Has all teaching end soon.
  func stop() {
    for desk in all { desk.stop("the server ends") }
  }

  /// The name of the model that is meant: the first one's where none is named.
  ///
  /// - Throws: 404 for a model that is not here.
  func name(_ name: String?) throws(ServedFault) -> String {
    let all = models.all.map(\.source.name)
    guard let name else { return all.first ?? "" }
    guard all.contains(name) else { throw ServedFault(404, "there is no model '\(ServedFault.short(name))'") }
    return name
  }
}
