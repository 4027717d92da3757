public import InklingFiles

extension PyTorchFile {
  /// The folder inside the archive, as `torch.save` names it for a buffer.
  private static let folder = "archive/"
  /// As PyTorch places storages, so that they can be mapped into memory.
  private static let alignment = 64

  /// A file that `torch.load(weights_only=True)` reads as an `OrderedDict` of contiguous tensors, also with
  /// `mmap=True`.
  ///
  /// The same arrays give the same bytes.
  ///
  /// - Parameters:
  ///   - arrays: the tensors.
  ///   - note: a text that goes into the archive beside them (`extra/inkling_input`), where PyTorch looks at nothing; nil for
  ///     none. What PyTorch saves again does not have it.
  /// - Throws: `InputError` of kind `.usage` when two arrays have one name.
  public static func encode(_ arrays: [NamedArray], note: String? = nil) throws(InputError) -> [UInt8] {
    var names: Set<String> = []
    if let twice = arrays.first(where: { !names.insert($0.name).inserted }) {
      throw InputError(.usage, "two arrays have one name", found: "'\(twice.name)'")
    }
    var writer = ZipWriter()
    try writer.add(folder + "data.pkl", pickle(of: arrays), alignment: alignment)
    try writer.add(folder + "byteorder", [UInt8]("little".utf8), alignment: alignment)
    for (index, array) in arrays.enumerated() {
      try writer.add("\(folder)data/\(index)", array.bytes, alignment: alignment)
    }
    try writer.add(folder + "version", [UInt8]("3\n".utf8), alignment: alignment)
    if let note { try writer.add(folder + PyTorchContainer.noteName, [UInt8](note.utf8), alignment: alignment) }
    return writer.finish()
  }

  private static func pickle(of arrays: [NamedArray]) -> [UInt8] {
    var pickle = PickleWriter()
    pickle.orderedDictionary {
      for (index, array) in arrays.enumerated() {
        $0.text(array.name)
        $0.tensor(array, key: "\(index)")
      }
    }
    return pickle.finish()
  }
}
