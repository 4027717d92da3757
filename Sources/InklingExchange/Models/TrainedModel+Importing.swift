import InklingDatasets
public import InklingEngine
public import InklingFiles
import InklingFormats
import InklingHDF5
import InklingONNX
public import InklingTraining

extension TrainedModel {
  /// Opens a model of any kind: a run's folder, Inkling's own file, an ONNX model, a Keras model, or the weights of
  /// PyTorch or safetensors with the network that they are for.
  ///
  /// - Parameters:
  ///   - path: of the folder or the file. What the file is its content says, never its name.
  ///   - weights: which of a run's; nil takes those that it ended with.
  ///   - options: what the file does not say.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  /// - Returns: the model, and what a person should know, each in one sentence.
  /// - Throws: `InputError`: `.missing` when there is nothing; `.malformed` for a file that is damaged, is no model, or cannot
  ///   be followed; `.usage` for weights without a network, or options that do not belong to the file.
  public static func open(
    _ path: String, weights: WeightsChoice? = nil, options: ImportOptions = ImportOptions(),
    instructionSet: InstructionSet = .best
  ) throws(InputError) -> (model: TrainedModel, notes: [String]) {
    func own() throws(InputError) -> (TrainedModel, [String]) {
      // Of what is not there, that is said.
      if Folder.exists(path) || RunFolder.isFile(path) { try options.requireNone(for: path) }
      return (try TrainedModel(contentsOf: path, weights: weights, instructionSet: instructionSet), [])
    }
    guard RunFolder.isFile(path) else { return try own() }
    if let weights {
      throw InputError(
        .usage, "a model's file has one set of weights, and nothing to choose", path: path, found: weights.rawValue,
        remedy: "leave --weights out, or name the run")
    }
    let importer = ModelImporter(path: path, options: options, instructionSet: instructionSet)
    let kind = try FileInspector.all.kind(of: path)
    if kind != .onnx { try options.requireNoOutput(for: path) }
    switch kind {
    case .safetensors:
      let file = try SafetensorsFile(contentsOf: path)
      guard file.metadata["inkling"] == nil else { return try own() }
      return try importer.weightsAlone(
        try file.arrays(), saying: try InputDescription(in: file.metadata, path), card: file.metadata["card"])
    case .pytorch, .pytorchLegacy:
      let file = try PyTorchFile(contentsOf: path, key: options.key)
      let others = options.key == nil ? file.otherKeys : []
      return try importer.weightsAlone(
        file.arrays,
        saying: try file.note.map { note throws(InputError) in try InputDescription(json: note, path: path) },
        notes: others.isEmpty
          ? []
          : [
            "The weights are those under '\((file.key ?? ".").prefix(60))'; the file also has "
              + "\(NameList.text(others.map { String($0.prefix(60)) })): --key chooses."
          ])
    default:
      if let network = try ModelImporter.network(of: path, output: options.output) {
        return try importer.network(network)
      }
      throw InputError(
        .malformed, "the file is \(kind.title), and no model", path: path,
        expected: "Inkling's own file, ONNX, Keras, PyTorch or safetensors", found: kind.rawValue,
        remedy: "'inkling inspect' says what is in it")
    }
  }
}

extension TrainedModel {
  /// Whether there is a model at a path: a run's folder, or a file that is one by its bytes. Weights alone count, too.
  public static func isThere(at path: String) -> Bool {
    if RunFolder.holdsRun(path) { return true }
    guard RunFolder.isFile(path), !OpenFile.isPipe(path) else { return false }
    // What is no file of a known kind is no model; whoever reads it as something else says what is wrong.
    guard let kind = try? FileInspector.all.kind(of: path) else { return false }
    return [.safetensors, .pytorch, .pytorchLegacy, .onnx, .keras, .hdf5].contains(kind)
  }

  /// Whether a file is another program's, of which a person may have to say something: no run, and no file of Inkling's own.
  public static func isForeign(_ path: String) throws(InputError) -> Bool {
    guard RunFolder.isFile(path) else { return false }
    guard try FileInspector.all.kind(of: path) == .safetensors else { return true }
    return try SafetensorsFile(contentsOf: path).metadata["inkling"] == nil
  }
}
