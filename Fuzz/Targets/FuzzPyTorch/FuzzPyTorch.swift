import Fuzzing
import InklingFiles
import InklingFormats

/// Whole files of both forms.
@main
enum FuzzPyTorch {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      let file = try PyTorchFile(bytes: bytes, path: "fuzz", key: ".")
      let again = try PyTorchFile(bytes: PyTorchFile.encode(file.arrays), key: ".")
      for (array, copy) in zip(file.arrays, again.arrays) {
        precondition(array.bytes == copy.bytes && array.shape == copy.shape && array.elementType == copy.elementType)
      }
    }
  }
}
