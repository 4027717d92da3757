import InklingFiles

/// The images that a `GradientProgram` is run on, `[N, C, H, W]` row-major.
public enum GradientInput: Sendable, Equatable {
  /// Bytes, which the program normalises.
  case images([UInt8])
  /// The numbers that the network itself is given: what normalisation makes of bytes, or anything else.
  case values([Float])

  /// How many images there are.
  ///
  /// - Throws: `InputError` (usage) when there is none, or not a whole number of them.
  func count(of shape: Shape) throws(InputError) -> Int {
    let (elements, what) =
      switch self {
      case .images(let bytes): (bytes.count, "bytes")
      case .values(let numbers): (numbers.count, "numbers")
      }
    let (count, rest) = elements.quotientAndRemainder(dividingBy: shape.count)
    guard count > 0, rest == 0 else {
      throw InputError(
        .usage, "the input is not a whole number of images", expected: "images of \(shape.count) \(what), \(shape)",
        found: "\(elements) \(what)")
    }
    return count
  }
}
