/// Writes the one pickle of protocol 2 that a state dict needs.
struct PickleWriter {
  private var bytes: [UInt8] = [0x80, 2]

  consuming func finish() -> [UInt8] { bytes + [PickleOpcode.stop.rawValue] }

  mutating func orderedDictionary(_ body: (inout PickleWriter) -> Void) {
    emptyOrderedDictionary()
    write(.mark)
    body(&self)
    write(.setItems)
  }

  mutating func text(_ text: String) {
    write(.binUnicode)
    number(text.utf8.count, byteCount: 4)
    bytes += text.utf8
  }

  /// torch._utils._rebuild_tensor_v2 with a storage of the type, or _v3 with bytes for types without one.
  mutating func tensor(_ array: NamedArray, key: String) {
    let storageClass = array.elementType.storageClass
    global("torch._utils", storageClass == nil ? "_rebuild_tensor_v3" : "_rebuild_tensor_v2")
    write(.mark)
    write(.mark)
    text("storage")
    if let storageClass { global("torch", storageClass) } else { global("torch.storage", "UntypedStorage") }
    text(key)
    text("cpu")
    integer(storageClass == nil ? array.bytes.count : array.count)
    write(.tuple)
    write(.binPersistentID)
    integer(0)
    tuple(array.shape)
    tuple(Self.strides(of: array.shape))
    write(.newFalse)
    emptyOrderedDictionary()
    if storageClass == nil { global("torch", array.elementType.pyTorchName) }
    write(.tuple)
    write(.reduce)
  }

  /// Of contiguous numbers; a dimension of 0 counts as 1, as PyTorch has it.
  private static func strides(of shape: [Int]) -> [Int] {
    var strides: [Int] = []
    var stride = 1
    for size in shape.reversed() {
      strides.append(stride)
      // What overflows belongs to an array without numbers.
      stride = stride.multipliedReportingOverflow(by: max(size, 1)).partialValue
    }
    return strides.reversed()
  }

  private mutating func emptyOrderedDictionary() {
    global("collections", "OrderedDict")
    write(.emptyTuple)
    write(.reduce)
  }

  private mutating func tuple(_ numbers: [Int]) {
    write(.mark)
    for number in numbers { integer(number) }
    write(.tuple)
  }

  private mutating func global(_ module: String, _ name: String) {
    write(.global)
    bytes += "\(module)\n\(name)\n".utf8
  }

  private mutating func integer(_ number: Int) {
    if let small = UInt8(exactly: number) {
      write(.binInt1)
      bytes.append(small)
    } else if Int32(exactly: number) != nil {
      write(.binInt)
      self.number(number, byteCount: 4)
    } else {
      write(.long1)
      bytes.append(8)
      self.number(number, byteCount: 8)
    }
  }

  private mutating func number(_ number: Int, byteCount: Int) {
    for index in 0..<byteCount { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }

  private mutating func write(_ opcode: PickleOpcode) { bytes.append(opcode.rawValue) }
}
