import InklingFiles
import InklingFormats

extension Safetensors {
  /// The file's bytes: tensors as F32 in the order of their names' UTF-8 bytes, metadata in the order of its keys, the
  /// header padded with spaces to a multiple of eight bytes. These are the bytes that PyTorch's `save_file` writes for
  /// float32 tensors (its order of several metadata keys is arbitrary).
  ///
  /// - Precondition: names are unique and none is `__metadata__`; every tensor's values fill its shape.
  public func encoded() -> [UInt8] {
    let ordered = tensors.inNameOrder
    for tensor in ordered {
      precondition(
        NamedTensor.elementCount(of: tensor.shape) == tensor.values.count,
        "\(tensor.name) has \(tensor.values.count) values, which do not fill the shape \(tensor.shape)")
    }
    var bytes = Self.header(of: ordered, metadata: metadata)
    bytes.reserveCapacity(bytes.count + ordered.reduce(0) { $0 + $1.values.count * 4 })
    for tensor in ordered { tensor.values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  private static func header(of tensors: [NamedTensor], metadata: [String: String]) -> [UInt8] {
    do throws(InputError) {
      return try SafetensorsFile.header(
        of: tensors.map {
          .init(name: $0.name, elementType: .float32, shape: $0.shape, byteCount: $0.values.count * 4)
        },
        metadata: metadata)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
