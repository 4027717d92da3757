import Fuzzing
import InklingFiles
import InklingFormats

/// Every beginning of a file is some kind or none, also when more follows.
@main
enum FuzzFileKind {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      _ = try FileKind.detect(head: bytes, size: bytes.count)
      _ = try FileKind.detect(head: bytes, size: 1 << 40)
      _ = try FileKind.detect(head: bytes, size: nil)
    }
  }
}
