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
      return (name, saved.spoken(key.path, in: theirs), spoken(key.path, in: mine))
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
