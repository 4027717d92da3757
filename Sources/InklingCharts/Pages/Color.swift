import InklingMathematics

/// A colour of the style sheet, and how well it is told from another.
package struct Color: Sendable, Equatable {
  /// Red, green and blue, 0...255.
  package let channels: [Double]

  /// - Parameter hex: as in "#0b5cad".
  package init(_ hex: String) {
    let number = UInt32(hex.dropFirst(), radix: 16) ?? 0
    channels = [16, 8, 0].map { Double(number >> UInt32($0) & 255) }
  }

  private init(channels: [Double]) { self.channels = channels }

  /// "#0b5cad".
  package var hex: String {
    "#"
      + channels.map { channel in
        let text = String(Int(channel.rounded()), radix: 16)
        return text.count == 1 ? "0" + text : text
      }.joined()
  }

  /// This colour for 0, the other for 1, and those between.
  package func mixed(with other: Color, share: Double) -> Color {
    Color(channels: zip(channels, other.channels).map { $0 + ($1 - $0) * share })
  }

  /// Black or white, whichever is read better on it: at least 4.5 on any colour.
  package var text: Color {
    let (black, white) = (Color("#000000"), Color("#ffffff"))
    return contrast(with: black) >= contrast(with: white) ? black : white
  }

  /// The contrast of the Web Content Accessibility Guidelines 2: `(L1 + 0.05) / (L2 + 0.05)`, from 1 to 21.
  package func contrast(with other: Color) -> Double {
    let (one, two) = (luminance + 0.05, other.luminance + 0.05)
    return max(one, two) / min(one, two)
  }

  private var luminance: Double {
    let linear = channels.map { channel -> Double in
      let share = channel / 255
      return share <= 0.04045 ? share / 12.92 : Elementary.power((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
