import InklingCEmbeddedModel
public import InklingEngine
public import InklingFiles
public import InklingFraming
public import InklingTraining

/// The model that is part of the program: the network of the recipe `accurate`, trained on MNIST, its weights rounded to
/// float16; and a small one that tells digits from anything else. They read digits at once, without a file, data or a
/// network.
///
///     let reader = try EmbeddedModel.reader()
public enum EmbeddedModel {
  /// How people call it.
  public static let title = "the built-in model"

  /// Opens it. Its bytes are part of the program, so their digest and the golden inputs are left to the program's tests.
  ///
  /// - Parameter instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  public static func load(instructionSet: InstructionSet = .best) throws(InputError) -> TrainedModel {
    try TrainedModel(trusting: bytes, instructionSet: instructionSet)
  }

  /// What refuses pictures that show no digit.
  ///
  /// - Throws: as `load(instructionSet:)`.
  public static func detector(instructionSet: InstructionSet = .best) throws(InputError) -> OutlierDetector {
    try OutlierDetector(TrainedModel(trusting: detectorBytes, instructionSet: instructionSet))
  }

  /// A reader with both.
  ///
  /// - Parameters: as those of `PictureReader.init`.
  /// - Throws: as `load(instructionSet:)`, and `InputError` of kind `.usage` for a number of threads out of range.
  public static func reader(
    framing: FramingMode = .automatic, threads: Int? = 1, instructionSet: InstructionSet = .best
  ) throws(InputError) -> PictureReader {
    try PictureReader(
      load(instructionSet: instructionSet), detector: detector(instructionSet: instructionSet), framing: framing,
      threads: threads)
  }

  /// The model's file.
  package static var bytes: [UInt8] {
    Array(UnsafeBufferPointer(start: inkling_embedded_model(), count: inkling_embedded_model_size()))
  }

  /// The detector's file.
  package static var detectorBytes: [UInt8] {
    Array(UnsafeBufferPointer(start: inkling_embedded_detector(), count: inkling_embedded_detector_size()))
  }
}
