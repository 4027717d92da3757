public import InklingFiles

/// What a file is, by its bytes. A file's name decides nothing.
public enum FileKind: String, Sendable, Codable, CaseIterable {
  /// Named tensors (https://github.com/huggingface/safetensors).
  case safetensors
  /// One array of NumPy's.
  case npy
  /// A ZIP of NumPy's arrays.
  case npz
  /// A model of Keras 3: a ZIP of its description and weights.
  case keras
  /// What `torch.save` writes: a ZIP with a pickle.
  case pytorch
  /// What `torch.save` wrote before version 1.6: several pickles, one after the other.
  case pytorchLegacy = "pytorch-legacy"
  /// Any other pickle of Python's, protocol 2 or later.
  case pickle
  /// HDF5, as Keras 2 writes models.
  case hdf5
  /// A model of ONNX's.
  case onnx
  /// A PNG image.
  case png
  /// Something that gzip compressed.
  case gzip
  /// MNIST's IDX: one array.
  case idx
  /// A table of text, with commas.
  case csv
  /// JSON.
  case json
  /// TensorFlow's records, as in TensorBoard's event files.
  case tfrecord
  /// Any other ZIP archive.
  case zip

  /// How many bytes of a file's beginning are looked at.
  public static let headSize = 1 << 16

  /// What a file is.
  ///
  /// - Parameters:
  ///   - head: its first `headSize` bytes, or all of a shorter one.
  ///   - size: how many it has; nil where that is not known.
  ///   - memberNames: the names of its members, asked for when it is a ZIP archive; nil for one that nobody looks into.
  /// - Returns: nil for what is none of these.
  /// - Throws: what `memberNames` throws.
  public static func detect(
    head: [UInt8], size: Int?, memberNames: () throws(InputError) -> [String]? = { nil }
  ) throws(InputError) -> FileKind? {
    if let kind = bySignature(head) {
      // The length of a header may have the bytes that a pickle begins with; a pickle has no such length.
      if kind == .pickle, isSafetensors(head, size: size) { return .safetensors }
      guard kind == .zip, let names = try memberNames() else { return kind }
      return archive(names)
    }
    if isSafetensors(head, size: size) { return .safetensors }
    if isIDX(head, size: size) { return .idx }
    if isTFRecord(head) { return .tfrecord }
    if isONNX(head, size: size) { return .onnx }
    if isJSON(head, size: size) { return .json }
    return isCSV(head, size: size) ? .csv : nil
  }

  static func bySignature(_ head: [UInt8]) -> FileKind? {
    if head.starts(with: NPYHeader.magic) { return .npy }
    if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) { return .zip }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if head.starts(with: [0x1F, 0x8B, 8]) { return .gzip }
    if head.count > 1, head[0] == 0x80, 2...5 ~= head[1] {
      // The first of torch.save's pickles is the number 0x1950a86a20f9469cfc6c.
      let magic: [UInt8] = [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
      return head[2...].starts(with: magic) ? .pytorchLegacy : .pickle
    }
    // A block of the user's own, of 512 bytes or a power of two more, may stand before it.
    var offset = 0
    while offset < head.count {
      if head[offset...].starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) { return .hdf5 }
      offset = offset == 0 ? 512 : 2 * offset
    }
    return nil
  }

  /// What a ZIP archive is, by the names of its members.
  static func archive(_ names: [String]) -> FileKind {
    if names.contains("config.json"), names.contains("model.weights.h5") { return .keras }
    if names.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) { return .pytorch }
    return !names.isEmpty && names.allSatisfy { $0.hasSuffix(NPY.suffix) } ? .npz : .zip
  }
}
