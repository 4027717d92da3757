import InklingFiles

/// Takes tensors out of their storages.
struct TensorLoader {
  /// Views may show one number often; this many times the file is more than any network needs.
  private static let largestGrowth = 64
  private static let alwaysAllowed = 1 << 26

  let storages: StorageSource
  let path: String?
  let limit: Int

  /// - Throws: `InputError` of kind `.malformed` for a storage that is missing or has a wrong length, and for tensors
  ///   that are far larger than the file; `.unavailable` when there is not enough memory.
  func arrays(of tensors: [(name: String, record: TensorRecord)]) throws(InputError) -> [NamedArray] {
    try checkSize(of: tensors)
    var uses: [String: Int] = [:]
    for (_, record) in tensors { uses[record.storage.key, default: 0] += 1 }
    // Of storages that several tensors share, until the last of them has come.
    var shared: [String: (StorageRecord, [UInt8])] = [:]
    var arrays: [NamedArray] = []
    arrays.reserveCapacity(tensors.count)
    for (name, record) in tensors {
      let key = record.storage.key
      let bytes: [UInt8]
      if let (storage, known) = shared[key], storage == record.storage {
        bytes = known
      } else {
        bytes = try storages.bytes(of: record.storage, for: name)
      }
      uses[key, default: 1] -= 1
      shared[key] = uses[key] == 0 ? nil : (record.storage, bytes)
      arrays.append(
        try NamedArray(
          name: name, elementType: record.elementType, shape: record.shape, bytes: record.gathered(from: bytes)))
    }
    return arrays
  }

  private func checkSize(of tensors: [(name: String, record: TensorRecord)]) throws(InputError) {
    let (growth, overflows) = storages.totalByteCount.multipliedReportingOverflow(by: Self.largestGrowth)
    let most = min(limit, max(Self.alwaysAllowed, overflows ? .max : growth))
    var total = 0
    for (name, record) in tensors {
      let (sum, overflows) = total.addingReportingOverflow(record.byteCount)
      guard !overflows, sum <= most else {
        throw InputError(
          .malformed, "the tensors are too large", path: path, expected: "at most \(most) bytes together",
          found: "\(record.byteCount) more for '\(name)'")
      }
      total = sum
    }
    try Memory.require(
      total, for: "the tensors", path: path, remedy: "free some memory or raise its limit (ulimit -v)")
  }
}
