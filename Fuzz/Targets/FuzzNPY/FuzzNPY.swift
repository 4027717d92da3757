import Fuzzing
import InklingFiles
import InklingFormats

/// What is read must come back when it is written.
@main
enum FuzzNPY {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      let array = try NPY.decode(bytes, name: "a", path: "fuzz")
      let again = try NPY.decode(NPY.encode(array), name: "a")
      precondition(again == array)
    }
  }
}
