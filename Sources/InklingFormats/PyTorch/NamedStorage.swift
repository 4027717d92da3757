import InklingFiles

/// How a pickle names a storage outside it: "storage", its class, its key, where it was, how many numbers it has, and
/// in older files which part of another it is.
struct NamedStorage {
  let key: String
  let storageClass: String
  let count: Int
  let view: PickleValue

  /// - Throws: `InputError` of kind `.malformed` for anything else.
  init(of object: PickleObject, in pickle: Pickle, path: String?) throws(InputError) {
    let wrong = InputError(.malformed, "a storage is described in an unknown way", path: path)
    guard object.items.count == 1, let items = pickle.sequence(object.items[0]), (5...6).contains(items.count),
      items[0] == .text("storage"), case .global(let storageClass) = items[1], case .integer(let count) = items[4],
      count >= 0
    else { throw wrong }
    switch items[2] {
    case .text(let text): key = text
    case .integer(let number): key = "\(number)"
    default: throw wrong
    }
    (self.storageClass, self.count) = (storageClass, count)
    view = items.count == 6 ? items[5] : .none
  }

  /// The size of one number, of types that are not read too; nil for what is no storage.
  var elementSize: Int? {
    if let type = Self.elementType(ofClass: storageClass) { return type.byteCount }
    switch Self.suffix(storageClass) {
    case "ComplexDoubleStorage": return 16
    case "ComplexFloatStorage": return 8
    case "QInt32Storage": return 4
    case "QInt8Storage", "QUInt8Storage", "QUInt4x2Storage", "QUInt2x4Storage": return 1
    default: return nil
    }
  }

  /// What a storage of this class holds, bytes where the tensors say what they hold; nil for types that are not read.
  static func elementType(ofClass storageClass: String) -> ElementType? {
    let suffix = suffix(storageClass)
    if suffix == "UntypedStorage" { return .uint8 }
    return ElementType.allCases.first { $0.storageClass.map { $0 == suffix } ?? false }
  }

  private static func suffix(_ name: String) -> Substring { name.split(separator: ".").last ?? "" }
}
