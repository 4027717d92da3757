public import InklingEngine
import InklingFiles

/// Several runs that differ in their seeds, and perhaps in their models, whose probabilities are averaged.
public struct EnsembleRecipe: Sendable, Equatable {
  /// One for each member, all different.
  public var seeds: [UInt64]
  /// One for each member, or none where all have the recipe's.
  public var models: [ModelSpecification]

  /// An ensemble of one member a seed; all have the recipe's model unless there is one for each.
  public init(seeds: [UInt64], models: [ModelSpecification] = []) {
    self.seeds = seeds
    self.models = models
  }
}

extension EnsembleRecipe {
  /// - Parameters:
  ///   - seed: the first member's; the others' follow it unless `seeds` lists them.
  ///   - readModel: the model at a key of the document.
  init(reading reader: MappingReader, seed: UInt64, readModel: (DocumentNode, String) -> ModelSpecification?) {
    let members = reader.int("members", in: 2...100)
    let given = reader.unsigneds("seeds")
    let models = reader.list("models")
    self.models = (models ?? []).enumerated().compactMap { readModel($1, reader.path(of: "models.\($0)")) }
    reader.finishSection()
    if !reader.has("members"), !reader.has("seeds") { reader.require("members") }
    seeds = given ?? (0..<UInt64(members ?? 2)).map { seed &+ $0 }
    if let members, let given, members != given.count {
      reader.fault("seeds", "should be one for each of \(members) members, but are \(given.count)")
    }
    if let models, models.count != seeds.count {
      reader.fault("models", "should be one for each of \(seeds.count) members, but are \(models.count)")
    }
    if given != nil, Set(seeds).count < seeds.count { reader.fault("seeds", "should all be different") }
    if let given, given.count < 2, members == nil { reader.fault("seeds", "should be two or more") }
  }

  var node: DocumentNode {
    .mapping([
      ("members", .number(seeds.count)), ("seeds", .list(seeds.map { .number($0) })),
      ("models", models.isEmpty ? nil : .list(models.map(\.shortNode))),
    ])
  }
}
