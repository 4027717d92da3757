import Files

/// Several runs that differ in their seeds alone, whose probabilities are averaged.
public struct EnsembleRecipe: Sendable, Equatable {
  /// One for each member, all different.
  public var seeds: [UInt64]

  public init(seeds: [UInt64]) { self.seeds = seeds }
}

extension EnsembleRecipe {
  /// - Parameter seed: the first member's; the others' follow it unless `seeds` lists them.
  init(reading reader: MappingReader, seed: UInt64) {
    let members = reader.int("members", in: 2...100)
    let given = reader.unsigneds("seeds")
    reader.finish()
    if !reader.has("members"), !reader.has("seeds") { reader.require("members") }
    seeds = given ?? (0..<UInt64(members ?? 2)).map { seed &+ $0 }
    if let members, let given, members != given.count {
      reader.fault("seeds", "should be one for each of \(members) members, but are \(given.count)")
    }
    if given != nil, Set(seeds).count < seeds.count { reader.fault("seeds", "should all be different") }
    if let given, given.count < 2, members == nil { reader.fault("seeds", "should be two or more") }
  }

  var node: DocumentNode {
    .mapping([("members", .number(seeds.count)), ("seeds", .list(seeds.map { .number($0) }))])
  }
}
