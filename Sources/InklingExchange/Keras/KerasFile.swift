public import InklingFiles
import InklingFormats
import InklingHDF5

/// Classifiers that Keras has written: `.keras` (the zip of Keras 3, and of Keras 2 from 2.12 on) and `.h5` (a model with
/// its weights, of Keras 2 and 3).
///
///     let keras = try KerasFile.read(FileBytes.read("model.keras"), path: "model.keras")
///     let session = try InferenceSession(keras.network.graph, parameters: keras.network.parameters, ...)
///     let outputs = keras.outputs(session.logits(values: keras.inputs(images)))
///
/// Nothing in a file is ever run: a Lambda layer, a custom class and whatever else cannot be followed exactly is refused
/// by its name.
public enum KerasFile {
  /// The longest description of a model.
  static let configLimit = 1 << 26

  /// Whether these are the first bytes of a file that `read` may know: a zip or HDF5.
  public static func isKeras(_ bytes: [UInt8]) -> Bool { ZipFile.isZip(bytes) || HDF5File.isSignature(bytes) }

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: where they come from, for errors.
  /// - Throws: `InputError` of kind `.malformed` for a file that is damaged, or that says what is not followed.
  public static func read(_ bytes: [UInt8], path: String? = nil) throws(InputError) -> KerasNetwork {
    let source = ZipFile.isZip(bytes) ? try archive(bytes, path) : try model(bytes, path)
    let builder = KerasGraphBuilder(source)
    return try builder.network(KerasModel(source.config, path: path))
  }

  /// A `.keras` file: config.json, metadata.json and model.weights.h5.
  private static func archive(_ bytes: [UInt8], _ path: String?) throws(InputError) -> KerasSource {
    let zip = try ZipFile(bytes: bytes, path: path)
    for name in ["config.json", "model.weights.h5"] where !zip.contains(name) {
      throw InputError(
        .malformed, "the zip file is no Keras model", path: path, expected: "\(name) in it",
        found: "\(zip.members.count) other members")
    }
    let config = try document(zip, "config.json", path)
    let version = zip.contains("metadata.json") ? try document(zip, "metadata.json", path)["keras_version"]?.text : nil
    let weights = try HDF5File(zip.read("model.weights.h5"), path: inner("model.weights.h5", path))
    return KerasSource(config: config, version: version, weights: .archive(weights), path: path)
  }

  private static func document(_ zip: ZipFile, _ name: String, _ path: String?) throws(InputError) -> DocumentNode {
    if let size = zip.member(name)?.size, size > configLimit {
      throw InputError(
        .malformed, "the description of the Keras model is too long", path: inner(name, path),
        expected: "at most \(configLimit) bytes", found: "\(size)")
    }
    return try JSONDocument.parse(zip.read(name), path: inner(name, path))
  }

  private static func inner(_ name: String, _ path: String?) -> String { path.map { "\($0): \(name)" } ?? name }

  /// An `.h5` file: the attribute `model_config` and the group `model_weights`.
  private static func model(_ bytes: [UInt8], _ path: String?) throws(InputError) -> KerasSource {
    let file = try HDF5File(bytes, path: path)
    guard let text = file.root.attribute("model_config")?.text else {
      throw InputError(
        .malformed, "the HDF5 file has no Keras model in it", path: path, expected: "an attribute model_config",
        remedy: "save the whole model (model.save), not its weights alone")
    }
    guard file.root.group("model_weights") != nil else {
      throw InputError(.malformed, "the Keras model has no weights", path: path, expected: "a group model_weights")
    }
    return KerasSource(
      config: try JSONDocument.parse([UInt8](text.utf8), path: inner("model_config", path)),
      version: file.root.attribute("keras_version")?.text, weights: .model(file), path: path)
  }
}

/// What a file of either form has.
struct KerasSource {
  let config: DocumentNode
  /// "3.15.1"; nil where the file does not say.
  let version: String?
  let weights: KerasWeights
  let path: String?

  /// Whether Keras 3 or a later one wrote it.
  var isModern: Bool { version.flatMap { $0.split(separator: ".").first }.flatMap { Int($0) }.map { $0 >= 3 } ?? false }
}
