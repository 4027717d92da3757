/// What a run has taken of its limits.
final class ONNXLedger {
  let limits: ONNXLimits
  /// The bytes of the values that are held.
  var held: Int
  /// The bytes that the current node has taken besides.
  var taken = 0
  /// The numbers computed so far.
  var work = 0

  init(_ limits: ONNXLimits, held: Int) { (self.limits, self.held) = (limits, held) }

  /// Whether so many bytes more may be held.
  func take(_ bytes: Int) -> Bool {
    guard bytes <= limits.memory - held - taken else { return false }
    taken += bytes
    return true
  }

  /// Whether so many numbers more may be computed.
  func spend(_ count: Int) -> Bool {
    guard count <= limits.work - work else { return false }
    work += count
    return true
  }
}
