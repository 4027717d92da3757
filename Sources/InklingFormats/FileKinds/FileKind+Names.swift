extension FileKind {
  /// What such a file is, in words: "a PNG image".
  public var title: String {
    switch self {
    case .safetensors: "a safetensors file"
    case .npy: "an array of NumPy's (.npy)"
    case .npz: "an archive of NumPy's arrays (.npz)"
    case .keras: "a Keras model"
    case .pytorch: "a PyTorch file"
    case .pytorchLegacy: "a PyTorch file of the older form"
    case .pickle: "a pickle of Python's"
    case .hdf5: "an HDF5 file"
    case .onnx: "an ONNX model"
    case .png: "a PNG image"
    case .gzip: "a file that gzip compressed"
    case .idx: "an IDX file, as MNIST's are"
    case .csv: "a CSV table"
    case .json: "a JSON document"
    case .tfrecord: "TensorFlow's records, as TensorBoard's event files are"
    case .zip: "a ZIP archive"
    }
  }

  private static let byEnding: [String: FileKind] = [
    "safetensors": .safetensors, "inkling": .safetensors, "npy": .npy, "npz": .npz, "keras": .keras, "pt": .pytorch,
    "pth": .pytorch,
    "h5": .hdf5, "hdf5": .hdf5, "onnx": .onnx,
  ]

  /// Whether such a file may hold a model, or a model's weights.
  public var isModel: Bool {
    switch self {
    case .safetensors, .pytorch, .pytorchLegacy, .onnx, .keras, .hdf5: true
    default: false
    }
  }

  /// What a file was whose end is missing, by its first bytes; nil where they say nothing of the kind.
  static func cut(_ head: [UInt8]) -> FileKind? {
    if let kind = bySignature(head) { return kind }
    if isSafetensors(head, size: nil) { return .safetensors }
    return isONNX(head, size: nil) ? .onnx : nil
  }

  /// What a file's name says that it is, by its ending; nil for an ending that says nothing of the kind.
  ///
  /// A file's content decides what it is. Its name tells what a damaged one was.
  public init?(named path: String) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
      let kind = Self.byEnding[name[name.index(after: dot)...].lowercased()]
    else { return nil }
    self = kind
  }
}
