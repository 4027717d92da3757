import Fuzzing
import InklingFiles
import InklingFormats
import InklingHDF5

/// Every attribute and every data set of an HDF5 file.
@main enum FuzzHDF5 {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      let file = try HDF5File(bytes)
      for dataset in file.root.datasets {
        do throws(InputError) {
          let array = try file.array(dataset)
          precondition(array.shape == dataset.shape)
        } catch {
          precondition(error.kind == .malformed, error.what)
        }
      }
    }
  }
}
