import InklingCEmbeddedModel
public import InklingEngine
public import InklingFiles
public import InklingTraining

/// The model that is part of the program: the network of the recipe `accurate`, trained on MNIST, its weights rounded to
/// float16. It reads digits at once, without a file, data or a network.
public enum EmbeddedModel {
  /// How people call it.
  public static let title = "the built-in model"

  /// Opens it as any model's file: its weights' digest and its answers to the golden inputs are checked.
  ///
  /// - Parameter instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  /// - Throws: `InputError`: `.malformed` when the processor gives other answers, `.unavailable` when there is not enough
  ///   memory.
  public static func load(instructionSet: InstructionSet = .best) throws(InputError) -> TrainedModel {
    let bytes = UnsafeBufferPointer(start: inkling_embedded_model(), count: inkling_embedded_model_size())
    return try TrainedModel(decoding: Array(bytes), instructionSet: instructionSet)
  }
}
