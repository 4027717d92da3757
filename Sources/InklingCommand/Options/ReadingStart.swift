import InklingFiles
import InklingTraining

/// How a run goes on that starts from a model which reads texts, where no recipe is named: the classic job is for classes.
enum ReadingStart {
  /// What stands in place of the classic recipe's values.
  static func settings(of task: TaskRecipe) -> [RecipeSetting] {
    let values: [(String, DocumentNode)] = [
      ("name", .text("reading")), ("description", .text("goes on with a model that reads texts")),
      ("task", .mapping([("name", .text(task.name.rawValue)), ("head", .text(task.head.rawValue))])),
      ("optimizer", .mapping([("name", .text("adam")), ("learning_rate", .number(0.001))])),
      ("schedule", .mapping([("name", .text("cosine"))])), ("batch_size", .number(16)),
    ]
    return values.map { RecipeSetting($0.0, to: $0.1, option: "--from") }
  }
}
