import InklingPlatform

extension DurableFile {
  /// Refuses to write over what is being read: by another path, or through a link, too.
  ///
  /// - Parameters:
  ///   - output: where something is to be written.
  ///   - inputs: the files that it is made of.
  /// - Throws: `InputError` of kind `.usage`.
  public static func requireOther(_ output: String, than inputs: [String]) throws(InputError) {
    try requireOther(output, than: inputs.map { BytePath($0) })
  }

  /// The same for inputs whose names need not be UTF-8.
  public static func requireOther(_ output: String, than inputs: [BytePath]) throws(InputError) {
    guard let place = place(of: BytePath(output)), inputs.contains(where: { self.place(of: $0) == place }) else {
      return
    }
    throw ownInput(output)
  }

  /// What is said of an output that is one of the files that it is made of.
  package static func ownInput(_ output: String) -> InputError {
    InputError(.usage, "the output is its own input", path: output, remedy: "choose another path for the output")
  }

  private struct Place: Equatable {
    let device: UInt64
    let number: UInt64
  }

  /// Which file a path leads to; nil where there is none.
  private static func place(of path: BytePath) -> Place? {
    var status = stat()
    guard path.withSystemPath({ stat($0, &status) }) == 0 else { return nil }
    return Place(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }
}
