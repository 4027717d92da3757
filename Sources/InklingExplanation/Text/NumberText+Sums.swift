import InklingCharts

extension NumberText {
  static func short(_ value: Float) -> String { short(Double(value)) }

  /// A number in a sum, in brackets where it is negative: "(-0.2)".
  static func inSum(_ value: Double) -> String {
    let text = short(value)
    return text.hasPrefix("-") ? "(\(text))" : text
  }

  static func inSum(_ value: Float) -> String { inSum(Double(value)) }

  /// "1 kernel", "6 kernels".
  static func count(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

  /// A place in an array: "x[1,7,14]".
  static func place(_ place: [Int]) -> String { "x[\(place.map(String.init).joined(separator: ","))]" }
}
