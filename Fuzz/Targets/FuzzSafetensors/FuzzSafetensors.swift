import Fuzzing
import InklingFiles
import InklingFormats

/// What the header accepts must also be read, and must come back when it is written.
@main
enum FuzzSafetensors {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      let file = try SafetensorsFile(decoding: bytes, path: "fuzz")
      var arrays: [NamedArray] = []
      for entry in file.entries {
        try file.withBytes(of: entry) { (bytes) throws(InputError) in
          precondition(bytes.count == entry.dataOffsets.count)
        }
        guard entry.dataType.elementType != nil else { continue }
        arrays.append(try file.array(entry))
      }
      let again = try SafetensorsFile(decoding: SafetensorsFile.encode(arrays, metadata: file.metadata))
      precondition(again.metadata == file.metadata)
      for array in arrays {
        let copy = try again[array.name]
        precondition(copy == array, array.name)
      }
    }
  }
}
