import InklingMathematics

/// Numbers as people read them, the same on every machine.
package enum NumberText {
  /// With so many decimals: "0.071". What is not finite, or too large for that, in Swift's words.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = Elementary.power(10, decimals)
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 0x1p53 else { return "\(value)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(decimals) + (decimals > 0 ? "." + padded.suffix(decimals) : "")
  }

  /// To so many digits, whole numbers without a point: "0.0009157", "12", "1.2e-06".
  package static func short(_ value: Double, digits: Int = 4) -> String {
    let rounded = Elementary.rounded(value, digits: digits)
    guard rounded == rounded.rounded(), rounded.magnitude < 1e9 else { return "\(rounded)" }
    return "\(Int(rounded))"
  }

  /// A share of one as "98.13 %"; 100.00 only when it is all.
  package static func percent(_ share: Double) -> String {
    fixed((share < 1 ? min(share, 0.9999) : share) * 100, 2) + " %"
  }

  /// With commas between thousands: "60,000".
  package static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// A place in a drawing: to a tenth.
  static func place(_ value: Double) -> String { short((value * 10).rounded() / 10, digits: 6) }
}
