/// What a trained model can be written as.
public enum ModelFormat: String, Sendable, CaseIterable {
  /// Inkling's own file: safetensors with the whole model in its metadata.
  case inkling
  /// The weights alone, as safetensors.
  case safetensors
  /// The weights alone, as `torch.load(weights_only=True)` reads them.
  case pt
  /// A network for any ONNX runtime.
  case onnx
  /// The weights alone, as NumPy reads them.
  case npz
  /// One Swift file that needs no other.
  case swift
  /// One C99 file that needs no other.
  case c
  /// One JavaScript module that needs no other.
  case js

  /// The usual end of a file's name.
  public var fileExtension: String {
    switch self {
    case .inkling, .safetensors: "safetensors"
    default: rawValue
    }
  }
}
