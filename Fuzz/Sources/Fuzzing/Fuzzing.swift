import CLibFuzzer
public import InklingFiles
import InklingPlatform

/// Runs a parser under libFuzzer, with the options on the command line.
public enum Fuzzing {
  // Set once, before libFuzzer runs it on one thread.
  nonisolated(unsafe) private static var body: ([UInt8]) -> Void = { _ in }

  /// - Parameter body: parses the bytes. It may throw an `InputError` of kind `.malformed` whose sentence is bounded; all
  ///   else is a find.
  public static func run(_ body: @escaping ([UInt8]) throws(InputError) -> Void) -> Never {
    self.body = { bytes in
      do throws(InputError) {
        try body(bytes)
      } catch {
        precondition(error.kind == .malformed, error.what)
        // Making the sentence takes longer than the parsing: of some it is enough.
        guard bytes.count % 16 == 0 else { return }
        precondition(error.description.unicodeScalars.count <= InputError.largestDescription)
      }
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    let status = withUnsafeMutablePointer(to: &arguments) { pointer in
      pointer.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1) {
        LLVMFuzzerRunDriver(&count, $0) { start, count in
          Fuzzing.body([UInt8](UnsafeBufferPointer(start: start, count: count)))
          return 0
        }
      }
    }
    exit(status)
  }
}
