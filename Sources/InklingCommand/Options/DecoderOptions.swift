import ArgumentParser
import InklingFiles
import InklingTraining

/// How a model that reads texts makes a text of its columns.
struct DecoderOptions: ParsableArguments {
  /// What the columns become.
  enum Choice: String, CaseIterable, ExpressibleByArgument {
    case greedy, beam
  }

  @Option(
    help: ArgumentHelp(
      "How a model that reads texts decodes: the most probable character of each column, or a prefix beam search. "
        + "(default: greedy)", valueName: "greedy|beam"))
  var decoder: Choice?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The texts that a beam search keeps. (default: \(TextDecoder.width))", valueName: "count"))
  var beam: Int?

  private static let widths = 1...1000

  func validate() throws {
    if let beam, !Self.widths.contains(beam) {
      throw ValidationError("--beam is out of range: expected 1 to 1000, found \(beam).")
    }
    if beam != nil, decoder == .greedy { throw ValidationError("--beam goes with --decoder beam.") }
  }

  /// Whether any of them was given.
  var isGiven: Bool { decoder != nil || beam != nil }

  /// The decoder for a model.
  ///
  /// - Throws: `InputError` of kind `.usage` where it was chosen for a model that reads no texts.
  func choice(for model: TrainedModel) throws(InputError) -> TextDecoder {
    guard !isGiven || model.description.task.name == .read else {
      throw InputError(
        .usage, "\(beam != nil ? "--beam" : "--decoder") is for models that read texts, and the model reads no texts",
        path: model.origin.path, expected: TaskRecipe.Name.read.rawValue, found: model.description.task.name.rawValue,
        remedy: "leave it out")
    }
    return chosen
  }

  /// The decoder for models that read texts.
  var chosen: TextDecoder { decoder == .beam || beam != nil ? .beam(beam ?? TextDecoder.width) : .greedy }
}
