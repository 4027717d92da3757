import InklingDatasets
import InklingFiles

/// Two recipes of one run: the saved one, and what somebody would go on with.
extension Recipe {
  /// The first key whose value would have given other weights than `saved`'s, with both values; nil when there is none.
  /// A key that has an option is called by it.
  func difference(from saved: Recipe) -> (key: String, saved: String, given: String)? {
    let (mine, theirs) = (comparable(beside: saved), saved.comparable(beside: self))
    for key in RecipeKey.withOptions where mine.node(at: key.path) != theirs.node(at: key.path) {
      guard let option = key.option else { continue }
      let name = key.path == "data.shuffle" ? "shuffling" : option
      let (before, now) = (saved.spoken(key.path, in: theirs), spoken(key.path, in: mine))
      // Networks of one name differ in a layer, which is told of below.
      if before != now { return (name, before, now) }
    }
    guard let key = mine.firstDifference(from: theirs) else { return nil }
    return (key, theirs.node(at: key)?.listing ?? "nothing", mine.node(at: key)?.listing ?? "nothing")
  }

  /// The document without what may change when a run goes on: its names, how it is evaluated, when it ends early and with
  /// which weights, and its length where no schedule follows it.
  private func comparable(beside other: Recipe) -> DocumentNode {
    var ignored = ["name", "description", "evaluation", "selection"]
    if !schedule.dependsOnLength { ignored.append("epochs") }
    // One's own set may lie elsewhere by now: its digests are compared when it is read.
    if data.isOwn, other.data.isOwn { ignored.append("data.dataset") }
    // What is none in one of them is compared by its name alone.
    if model == nil || other.model == nil { ignored.append("model") }
    // The peak of one_cycle is the learning rate, whether it is written out or not.
    if schedule.number("max_lr") == optimizer.learningRate { ignored.append("schedule.max_lr") }
    let rest = ignored.reduce(node) { $0.setting($1, to: DocumentNode(.null)) }
    guard let plan = validationPlan else { return rest }
    return rest.setting("selection.monitor", to: .text(plan.monitor.shortName))
  }

  /// The value of an option as a person gives it.
  private func spoken(_ path: String, in document: DocumentNode) -> String {
    switch path {
    case "data.shuffle": data.shuffle ? "on" : "off (--no-shuffle)"
    case "data.validation": validationPlan?.split.text ?? "none"
    default: document.node(at: path).map { $0.text ?? $0.listing } ?? "nothing"
    }
  }
}

extension DataRecipe {
  /// The first key in which the captchas of two recipes differ, with both values; nil for other data sets, and where none
  /// does. Their titles tell only some of it.
  func difference(from other: DataRecipe) -> (expected: String, found: String)? {
    guard isGenerated, other.isGenerated else { return nil }
    let keys = captcha.nodes.map(\.0) + ["image"]
    let (mine, theirs) = (node, other.node)
    guard let key = keys.first(where: { mine.node(at: $0) != theirs.node(at: $0) }) else { return nil }
    func words(_ data: DocumentNode) -> String {
      let node = data.node(at: key)
      let numbers = node?.entries.map { $0.map { "\($0.key) \($0.value.text ?? "")" }.joined(separator: ", ") }
      return "data.\(key) " + (numbers.map { $0.isEmpty ? "as the style has it" : $0 } ?? node?.text ?? "nothing")
    }
    return (words(theirs), words(mine))
  }
}
