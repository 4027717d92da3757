import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// What belongs to one task alone is refused with the others, and never left aside.
@Suite struct TaskFaultTests {
  private static let reading = """
    task: read
    model: {layers: [{conv: {out: classes, kernel: [28, 4], stride: [1, 4]}}]}
    """

  private func refusal(_ text: String) -> String? {
    let error = inputError { () throws(InputError) in
      _ = try LoadedRecipe(try YAMLDocument.parse(text, path: "task.yaml"), path: "task.yaml", settings: [])
    }
    return error.map { ([$0.description] + $0.details).joined(separator: "\n") }
  }

  private static let data = "data: {dataset: strokes-sequences}"

  static let refused: [(text: String, words: String)] = [
    (data + "\nloss: cross_entropy", "loss.name belongs to the task classify, and this one is read"),
    (data + "\nloss: {name: cross_entropy}", "line 4: loss.name belongs to the task classify"),
    (data + "\nloss: {label_smoothing: 0.1}", "line 4: loss.label_smoothing belongs to the task classify"),
    (
      data + "\nloss: {class_weights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]}",
      "loss.class_weights belongs to the task classify"
    ),
    (data + "\nevaluation: {views: [shifts]}", "evaluation.views belongs to the task classify"),
    (data + "\nensemble: {members: 2}", "ensemble belongs to the task classify"),
    (
      data + "\nfine_tuning: {from: other, replace_head: true}",
      "fine_tuning.replace_head belongs to the task classify"
    ),
    (data + "\naugmentation: [{mixup: {alpha: 0.2}}]", "mixes two images, and the task read has no mixed answers"),
    (data + "\naugmentation: [{cutmix: {alpha: 1}}]", "mixes two images, and the task read has no mixed answers"),
    (
      data + "\naugmentation: [random_horizontal_flip]",
      "augmentation mirrors images, and a mirrored text is another: leave out random_horizontal_flip"
    ),
    (
      data + "\naugmentation: [{random_vertical_flip: {p: 0.1}}, random_crop]",
      "a mirrored text is another: leave out random_vertical_flip"
    ),
    (data + "\naugmentation: fashion", "a mirrored text is another: leave out random_horizontal_flip"),
    (
      "data: {dataset: strokes-sequences, separator: '-'}", "data.separator belongs to pictures with texts of one's own"
    ),
    ("data: {dataset: strokes-sequences, skip_bad: true}", "data.skip_bad belongs to pictures with texts of one's own"),
    ("data: {dataset: ./plates, alphabet: AA}", "data.alphabet is wrong: a character is in the alphabet twice"),
    ("data: {dataset: ./plates, alphabet: [a]}", "data.alphabet should be text"),
    ("data: {dataset: ./plates, separator: a/b}", "data.separator should be at most 16 characters of a file's name"),
    ("data: {dataset: ./plates, classes: [1, 2]}", "data.classes leaves out classes, and the task read has texts"),
    ("data: {dataset: strokes-sequences, classes: [1, 2]}", "data.classes leaves out classes"),
    ("data: {dataset: strokes-sequences, images_per_class: 5}", "data.images_per_class counts classes"),
    (
      "data: {dataset: mnist}",
      "data.dataset has no texts to read: expected strokes-sequences or strokes-sequences-large or captcha, found mnist"
    ),
  ]

  @Test(arguments: refused.indices) func ofReading(index: Int) {
    let (text, words) = Self.refused[index]
    let sentence = refusal(Self.reading + "\n" + text)
    #expect(sentence?.contains(words) == true, "\(sentence ?? "accepted"): \(words)")
    #expect(refusal(Self.reading + "\n" + Self.data) == nil)
  }

  /// A linear layer at the end answers once, however many columns a picture has.
  @Test(arguments: ["classes", "11"]) func aLinearEndReadsNoText(width: String) {
    let sentence = refusal(
      "task: read\nmodel: {layers: [flatten, {linear: \(width)}]}\n\(Self.data)")
    #expect(
      sentence?.contains(
        "line 2: model.layers.1 gives one answer an image, and the task read needs one in each column: end with a height "
          + "of 1 and 'conv: {out: classes, kernel: 1}'") == true, "\(sentence ?? "accepted")")
  }

  @Test func ofOtherTasks() {
    for (text, words) in [
      ("data: {dataset: strokes-sequences}", "task should be read: strokes-sequences has texts, and no classes"),
      ("task: regress", "task is regress, and mnist has no rows of numbers"),
      ("task: several_labels", "task is several_labels, and mnist has no rows of numbers"),
      ("task: {name: classify, head: ctc}", "task.head belongs to the task read, and this one is classify"),
      ("data: {dataset: ./plates, skip_bad: true}", "data.skip_bad belongs to the task read, and this one is classify"),
      ("task: reed", "task.name is unknown: found reed; did you mean read?"),
      (
        "task: regress\ndata: {dataset: mnist, validation: 0.1}\nselection: {monitor: validation_accuracy}",
        "selection.monitor is the accuracy, and numbers are neither right nor wrong: expected validation_loss"
      ),
      (
        "task: regress\ndata: {dataset: mnist, validation: 0.1}\n"
          + "schedule: {name: reduce_on_plateau, monitor: validation_accuracy}",
        "schedule.monitor is the accuracy"
      ),
    ] {
      let sentence = refusal(text)
      #expect(sentence?.contains(words) == true, "\(sentence ?? "accepted"): \(words)")
    }
  }

  /// A saved recipe names no loss that is not followed, and is read again as it was.
  @Test func aSavedRecipeNamesNoOtherLoss() throws {
    let text = Self.reading + "\n" + Self.data
    let recipe = try LoadedRecipe(
      try YAMLDocument.parse(text, path: "task.yaml"), path: "task.yaml", settings: []
    ).recipe
    #expect(!recipe.yaml.contains("loss"))
    #expect(refusal(recipe.yaml) == nil)
  }
}
