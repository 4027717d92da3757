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
      if let key = options.key {
        throw InputError(
          .usage, "--key chooses among a PyTorch checkpoint's dictionaries, and this file has one list of tensors",
          path: path, found: key, remedy: "leave it out")
      }
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
      // The name promises another thing.
      let ending = path.split(separator: ".").last.map { ", though its name ends in .\($0)" } ?? ""
      throw InputError(
        .malformed, "the file is \(kind.title), and no model", path: path,
        expected: "Inkling's own file, ONNX, Keras, PyTorch or safetensors",
        found: kind.rawValue + (FileKind(named: path)?.isModel == true ? ending : ""),
        remedy: "'inkling inspect' says what is in it")
    }
  }
}

extension TrainedModel {
  /// Whether a path names a model: a run's folder, or a file that is one by its bytes, or would be if it were whole, or by its
  /// name. Weights alone count, too. Opening it says what is wrong with one that is damaged.
  public static func isThere(at path: String) -> Bool {
    if RunFolder.holdsRun(path) { return true }
    guard RunFolder.isFile(path), !OpenFile.isPipe(path) else { return false }
    let inspector = FileInspector.all
    switch inspector.supposedKind(of: path) {
    // What is no file of a known kind is no model; whoever reads it as something else says what is wrong.
    case nil, .png: return false
    // Pictures are none of these: what is in them is said when they are opened.
    case .zip, .npz, .pickle: return true
    case .some(let kind): return kind.isModel || FileKind(named: path)?.isModel == true
    }
  }

  /// Whether a file is another program's, of which a person may have to say something: no run, and no file of Inkling's own.
  public static func isForeign(_ path: String) throws(InputError) -> Bool { try FileNeed(of: path) != .nothing }
}

/// What a person may have to say of a model's file.
package enum FileNeed: Sendable {
  /// Runs and Inkling's own files say everything themselves.
  case nothing
  /// A file with a network may not say how pixels become its inputs.
  case pixels
  /// Weights alone need their network.
  case network
  /// A checkpoint of PyTorch's may have several dictionaries of weights.
  case networkAndKey

  /// - Throws: as `FileInspector.kind(of:)`.
  package init(of path: String) throws(InputError) {
    guard RunFolder.isFile(path) else {
      self = .nothing
      return
    }
    switch try FileInspector.all.kind(of: path) {
    case .safetensors: self = try SafetensorsFile(contentsOf: path).metadata["inkling"] == nil ? .network : .nothing
    case .pytorch, .pytorchLegacy: self = .networkAndKey
    default: self = .pixels
    }
  }

  fileprivate var isNetwork: Bool { self == .network || self == .networkAndKey }
}

extension ImportOptions {
  /// What of it is said of one of several files: each option is for those that need it, and for all where none does, which
  /// refuse it.
  package func part(for need: FileNeed, among all: [FileNeed]) -> ImportOptions {
    guard need != .nothing || all.allSatisfy({ $0 == .nothing }) else { return ImportOptions() }
    var part = self
    if !need.isNetwork, all.contains(where: \.isNetwork) {
      (part.layers, part.acceptsProposal, part.input) = (nil, false, nil)
      part.key = nil
    }
    if need != .networkAndKey, all.contains(.networkAndKey) { part.key = nil }
    return part
  }
}
