import Fuzzing
import InklingFiles
import InklingFormats

/// The bytes are the pickle of an archive whose storages "0" and "1" are there, so that no checksum stands in the way.
@main
enum FuzzPickle {
  static func main() {
    let storages = [[UInt8](0..<96), [UInt8](repeating: 7, count: 24)]
    Fuzzing.run { (bytes) throws(InputError) in
      var writer = ZipWriter()
      try writer.add("a/data.pkl", bytes)
      for (index, storage) in storages.enumerated() { try writer.add("a/data/\(index)", storage) }
      let archive = writer.finish()
      let file = try PyTorchFile(bytes: archive, path: "fuzz", key: ".")
      do throws(InputError) {
        _ = try PyTorchFile(bytes: archive, path: "fuzz")
      } catch {
        // Several sets of tensors: the person chooses.
        guard error.kind == .usage else { throw error }
      }
      let again = try PyTorchFile(bytes: PyTorchFile.encode(file.arrays), key: ".")
      for (array, copy) in zip(file.arrays, again.arrays) {
        precondition(array.bytes == copy.bytes && array.shape == copy.shape && array.elementType == copy.elementType)
      }
    }
  }
}
