import InklingFiles
import InklingFormats

/// How numbers become levels of 0 to 255, the same way in every part of a data set.
///
/// Whole numbers are levels, and bools 0 and 255. Fractions that all lie in 0...1 are taken 255 times, all others as
/// levels; both are rounded to the nearest. What is below 0 or above 255 is refused.
enum PixelLevels: Equatable {
  /// 0...255.
  case levels
  /// 0...1.
  case shares
  /// 0 or 1.
  case bools

  /// - Throws: `InputError` of kind `.malformed` for parts of different kinds, and for a number that is out of range.
  init(of parts: [ArrayPart]) throws(InputError) {
    let kinds = try parts.map { part throws(InputError) in try Self.range(of: part) }
    if kinds.contains(where: { $0.isBool }) {
      self = .bools
    } else if kinds.contains(where: { !$0.isFloat }) || kinds.contains(where: { $0.largest > 1 }) {
      self = .levels
    } else {
      self = .shares
    }
    // Shares beside whole numbers would be black.
    let isMixed = kinds.contains { $0.isBool != kinds[0].isBool || $0.isFloat != kinds[0].isFloat && $0.largest <= 1 }
    if isMixed, parts.count > 1 {
      throw InputError(
        .malformed, "the training and the test part have pixels of different kinds", path: parts[1].path,
        expected: parts[0].pixels.elementType.rawValue, found: parts[1].pixels.elementType.rawValue,
        remedy: "write both in the same way")
    }
  }

  /// What a person should know about it; nil for plain levels.
  var note: String? {
    switch self {
    case .levels: nil
    case .shares: "pixels from 0 to 1 were taken as shares of 255, rounded"
    case .bools: "pixels that are true were taken as 255"
    }
  }

  /// The levels of a part's pixels.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  func bytes(of part: ArrayPart) throws(InputError) -> [UInt8] {
    switch part.pixels.elementType {
    case .uint8: return part.pixels.bytes
    case .bool: return part.pixels.bytes.map { $0 * 255 }
    case let type where type.isFloat:
      try Self.requireMemory(part)
      let scale: Float = self == .shares ? 255 : 1
      return try part.pixels.floats().map { UInt8(($0 * scale).rounded()) }
    default:
      try Self.requireMemory(part)
      return try part.pixels.integers().map { UInt8($0) }
    }
  }

  private struct Kind {
    var isFloat = false
    var isBool = false
    var largest: Double = 0
  }

  private static func requireMemory(_ part: ArrayPart) throws(InputError) {
    try Memory.require(
      9 * part.pixels.count, for: "the pixels", path: part.path,
      remedy: "store them as bytes (uint8), or free some memory or raise its limit (ulimit -v)")
  }

  /// - Throws: `InputError` of kind `.malformed` for a number that is no level.
  private static func range(of part: ArrayPart) throws(InputError) -> Kind {
    let array = part.pixels
    func fault(_ index: Int, _ found: String) -> InputError {
      InputError(
        .malformed, "a pixel of image \(index / max(array.count / max(array.shape[0], 1), 1)) is out of range",
        path: part.path, expected: "0 to 1, or 0 to 255", found: found,
        remedy: "give the images as they were before they were normalised")
    }
    switch array.elementType {
    case .uint8: return Kind(largest: 255)
    case .bool:
      if let wrong = array.bytes.firstIndex(where: { $0 > 1 }) { throw fault(wrong, "\(array.bytes[wrong])") }
      return Kind(isBool: true, largest: 1)
    case let type where type.isFloat:
      try requireMemory(part)
      let numbers = try array.floats()
      var largest: Float = 0
      for (index, number) in numbers.enumerated() {
        guard number >= 0, number <= 255 else { throw fault(index, "\(number)") }
        if number > largest { largest = number }
      }
      return Kind(isFloat: true, largest: Double(largest))
    default:
      try requireMemory(part)
      let numbers = try array.integers()
      if let wrong = numbers.firstIndex(where: { !(0...255).contains($0) }) { throw fault(wrong, "\(numbers[wrong])") }
      return Kind(largest: 255)
    }
  }
}
