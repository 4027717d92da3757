import InklingCaptchas

/// A style's numbers as a table.
struct CaptchaStyleText {
  let text: String

  init(_ style: CaptchaStyle) {
    var table = TextTable(header: [style.name, "value", "from", "to", "what it does"], leftColumns: 1)
    for parameter in CaptchaParameter.all {
      table.append([
        parameter.name, Self.number(style[parameter.name] ?? 0), Self.number(parameter.range.lowerBound),
        Self.number(parameter.range.upperBound), parameter.help,
      ])
    }
    text = table.text
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
