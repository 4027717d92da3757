import InklingMathematics

extension Double {
  /// The number rounded to so many decimals: "0.0713". What is not finite, or too large for that, in Swift's words.
  func fixed(_ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (magnitude * scale).rounded()
    guard scaled < 0x1p53 else { return "\(self)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = self < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(decimals) + (decimals > 0 ? "." + padded.suffix(decimals) : "")
  }

  /// A share of one as "98.13 %"; 100.00 only when it is all.
  var percent: String {
    let share = self < 1 ? Swift.min(self, 0.9999) : self
    return "\((share * 100).fixed(2)) %"
  }
}

extension Float {
  /// The number to four digits: "0.0009157", "9.157e-06".
  var short: String { "\(Elementary.rounded(Double("\(self)") ?? Double(self), digits: 4))" }
}

extension Int {
  /// The number with commas between thousands: "60,000".
  var grouped: String {
    let digits = String(magnitude)
    let first = digits.count % 3
    var groups = first > 0 ? [digits.prefix(first)] : []
    var rest = digits.dropFirst(first)
    while !rest.isEmpty {
      groups.append(rest.prefix(3))
      rest = rest.dropFirst(3)
    }
    return (self < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A number of bytes: "173.5 KiB".
  var bytes: String {
    switch magnitude {
    case 0..<1024: "\(self) bytes"
    case 1024..<(1 << 20): "\((Double(self) / 1024).fixed(1)) KiB"
    case (1 << 20)..<(1 << 30): "\((Double(self) / 0x1p20).fixed(1)) MiB"
    default: "\((Double(self) / 0x1p30).fixed(1)) GiB"
    }
  }

  /// The number with a noun: "1 image", "60,000 images".
  func of(_ noun: String, _ plural: String? = nil) -> String {
    "\(grouped) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}
