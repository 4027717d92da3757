package import InklingEngine
package import InklingFiles

/// What a run learns to do: the word of a `LearningTask`, and what it is given.
public struct TaskRecipe: Sendable, Equatable {
  /// Which task.
  public enum Name: String, Sendable, CaseIterable {
    case classify, read, regress
    case severalLabels = "several_labels"
  }

  /// Which task it is.
  public var name: Name
  /// What the columns of a reading network's output mean.
  public var head: ReadingTask.Head

  /// A task; the head counts for reading alone.
  public init(_ name: Name, head: ReadingTask.Head = .ctc) {
    self.name = name
    self.head = head
  }

  /// Telling classes apart, which a recipe that names no task does.
  public static let classify = TaskRecipe(.classify)

  /// The task, with its usual loss.
  public func make() -> any LearningTask {
    switch name {
    case .classify: ClassificationTask()
    case .read: ReadingTask(head)
    case .severalLabels: SeveralLabelsTask()
    case .regress: RegressionTask()
    }
  }

  /// A network as this task learns it: without a softmax or a sigmoid at its end, where the loss makes probabilities of logits
  /// itself. Quantities are learned as the network gives them.
  ///
  /// - Throws: as `Graph.withoutFinalProbabilities()`.
  package func learned(_ graph: Graph) throws(InputError) -> Graph {
    switch name {
    case .classify: try graph.outputForm == .logits ? graph : graph.withoutFinalProbabilities()
    case .read, .severalLabels: try graph.withoutFinalProbabilities()
    case .regress: graph
    }
  }

  /// Which of these a task is; nil for one that does not come with the library.
  init?(_ task: any LearningTask) {
    guard let name = Name(rawValue: task.name) else { return nil }
    self.init(name, head: (task as? ReadingTask)?.head ?? .ctc)
  }
}

extension TaskRecipe {
  init(reading reader: MappingReader?) {
    self.init(.classify)
    guard let reader else { return }
    name = reader.choice("name", among: Name.allCases.map(\.rawValue)).flatMap { Name(rawValue: $0) } ?? name
    let heads = ReadingTask.Head.allCases.map(\.rawValue)
    if let word = reader.choice("head", among: heads), let given = ReadingTask.Head(rawValue: word) {
      head = given
      if name != .read { reader.fault("head", "belongs to the task read, and this one is \(name.rawValue)") }
    }
    reader.finishSection()
  }

  /// Nil for the usual one, which is not written out.
  var node: DocumentNode? {
    switch name {
    case .classify: nil
    case .read: .mapping([("name", .text(name.rawValue)), ("head", .text(head.rawValue))])
    case .regress, .severalLabels: .mapping([("name", .text(name.rawValue))])
    }
  }
}

extension TaskRecipe: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, head }

  /// - Throws: `InputError` of kind `.malformed` for a task that this release does not know; `DecodingError` for an unknown key.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let word = try container.decode(String.self, forKey: .name)
    let head = try container.decodeIfPresent(String.self, forKey: .head)
    guard let name = Name(rawValue: word), let known = head.map({ ReadingTask.Head(rawValue: $0) }) ?? .ctc else {
      throw InputError(
        .malformed, "the model learned a task that this release does not know",
        expected: Name.allCases.map(\.rawValue).joined(separator: ", "),
        found: ([word] + (head.map { [$0] } ?? [])).map { String($0.prefix(100)) }.joined(separator: " with the head "))
    }
    self.init(name, head: known)
  }

  /// Writes the task's word and, for reading, the head's.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name.rawValue, forKey: .name)
    if name == .read { try container.encode(head.rawValue, forKey: .head) }
  }
}
