import InklingFiles

/// A tensor as a pickle describes it: a view of a storage that lies elsewhere in the file.
struct TensorRecord: Equatable {
  let storage: StorageRecord
  let elementType: ElementType
  /// In numbers of `elementType`, as the strides.
  let offset: Int
  let shape: [Int]
  let strides: [Int]

  /// How many bytes all its numbers take.
  let byteCount: Int
  /// Whether its numbers lie behind one another.
  let isContiguous: Bool

  /// The most dimensions.
  private static let dimensionLimit = 64

  /// - Throws: `InputError` of kind `.malformed` for a tensor that does not lie within its storage.
  init(
    name: String, storage: StorageRecord, elementType: ElementType, offset: Int, shape: [Int], strides: [Int],
    path: String?
  ) throws(InputError) {
    let found = "\(elementType.rawValue) \(shape.prefix(8)) with strides \(strides.prefix(8)) from \(offset) on"
    func fault(_ what: String, _ expected: String) -> InputError {
      InputError(
        .malformed, "the tensor '\(name)' \(what)", path: path, expected: expected, found: found,
        remedy: "get the file again")
    }
    let wrong = fault("is larger than its storage", "at most \(storage.byteCount) bytes")
    guard shape.allSatisfy({ $0 >= 0 }) else { throw fault("has a negative dimension", "0 or more in each") }
    guard offset >= 0, strides.allSatisfy({ $0 >= 0 }) else {
      throw fault("has a negative stride, or begins before its storage", "0 or more")
    }
    guard shape.count == strides.count, shape.count <= Self.dimensionLimit else {
      throw fault("has too many dimensions, or not a stride for each", "at most \(Self.dimensionLimit)")
    }
    guard let count = NamedArray.elementCount(of: shape) else { throw wrong }
    let (byteCount, overflows) = count.multipliedReportingOverflow(by: elementType.byteCount)
    guard !overflows, count == 0 || Self.fits(storage, elementType, offset, shape, strides) else { throw wrong }
    (self.storage, self.elementType, self.offset) = (storage, elementType, offset)
    (self.shape, self.strides, self.byteCount) = (shape, strides, byteCount)
    isContiguous = Self.isContiguous(shape, strides)
  }

  /// Whether the last number lies within the storage.
  private static func fits(
    _ storage: StorageRecord, _ type: ElementType, _ offset: Int, _ shape: [Int], _ strides: [Int]
  ) -> Bool {
    let limit = storage.byteCount / type.byteCount
    var last = offset
    for (size, stride) in zip(shape, strides) {
      let (way, overflows) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflowsToo) = last.addingReportingOverflow(way)
      guard !overflows, !overflowsToo else { return false }
      last = sum
    }
    return last < limit
  }

  private static func isContiguous(_ shape: [Int], _ strides: [Int]) -> Bool {
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      if stride != expected { return false }
      // The count of all was seen not to overflow; with a 0 nothing is read.
      expected = expected.multipliedReportingOverflow(by: size).partialValue
    }
    return true
  }

  /// The numbers row by row.
  ///
  /// - Precondition: `storage` has the storage's bytes.
  func gathered(from storage: [UInt8]) -> [UInt8] {
    if byteCount == 0 { return [] }
    if isContiguous {
      let start = offset * elementType.byteCount
      return start == 0 && byteCount == storage.count ? storage : [UInt8](storage[start..<start + byteCount])
    }
    switch elementType.byteCount {
    case 8: return gathered(UInt64.self, from: storage)
    case 4: return gathered(UInt32.self, from: storage)
    case 2: return gathered(UInt16.self, from: storage)
    default: return gathered(UInt8.self, from: storage)
    }
  }

  private func gathered<Number: FixedWidthInteger>(_: Number.Type, from storage: [UInt8]) -> [UInt8] {
    let width = MemoryLayout<Number>.size
    return [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
      let output = UnsafeMutableRawBufferPointer(buffer)
      storage.withUnsafeBytes { input in
        var index = [Int](repeating: 0, count: shape.count)
        var place = offset
        for position in stride(from: 0, to: byteCount, by: width) {
          let number = input.loadUnaligned(fromByteOffset: place * width, as: Number.self)
          output.storeBytes(of: number, toByteOffset: position, as: Number.self)
          var dimension = shape.count - 1
          while dimension >= 0 {
            index[dimension] += 1
            place += strides[dimension]
            if index[dimension] < shape[dimension] { break }
            place -= strides[dimension] * shape[dimension]
            index[dimension] = 0
            dimension -= 1
          }
        }
      }
      filled = byteCount
    }
  }
}

/// A storage as a pickle names it.
struct StorageRecord: Equatable {
  /// Its name among the file's storages.
  let key: String
  /// Its type; bytes where the tensors say what they hold.
  let elementType: ElementType
  /// How many bytes it has.
  let byteCount: Int
  /// Where a storage that is part of another begins in it, in bytes.
  let start: Int
  /// How many bytes the whole has.
  let wholeByteCount: Int
}
