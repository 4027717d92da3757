/// Pictures drawn with characters in a terminal, two rows of pixels to a line of text.
///
/// With colours, the upper half block "▀" shows the upper pixel in its ink and the lower one in its paper. Without,
/// a character of " .:-=+*#%@" stands for the mean of both. Red, green and blue are shown where the terminal has all
/// colours; elsewhere a picture is grey.
public struct TerminalDrawing: Sendable {
  /// The colours that the terminal has.
  public let colors: TerminalColors

  /// Draws with the colours that the terminal has; `.none` draws with characters alone.
  public init(colors: TerminalColors) {
    self.colors = colors
  }

  /// The lines of one picture, each of `image.width` columns. An odd last row stands above black.
  public func lines(of image: Picture) -> [String] {
    let image = colors == .full ? image : image.gray()
    let row = image.width * image.channels
    return stride(from: 0, to: image.samples.count, by: 2 * row).map { start in
      let upper = Array(image.samples[start..<start + row])
      let lower = image.samples.dropFirst(start + row).prefix(row)
      return line(upper, lower.isEmpty ? [UInt8](repeating: 0, count: row) : Array(lower), image.channels)
    }
  }

  /// Several images in a row, `gap` columns apart, with a caption centred under each; it ends in a line feed.
  ///
  /// A lower image is filled up below. A caption longer than its image is wide loses its end; missing ones are blank.
  public func sideBySide(_ images: [Picture], captions: [String] = [], gap: Int = 2) -> String {
    let drawings = images.map(lines(of:))
    let height = drawings.map(\.count).max() ?? 0
    var text = (0..<height).map { row in
      zip(drawings, images).map { lines, image in row < lines.count ? lines[row] : Self.blanks(image.width) }
    }
    if !captions.isEmpty {
      text.append(images.indices.map { Self.centered($0 < captions.count ? captions[$0] : "", in: images[$0].width) })
    }
    return text.map { Self.trimmed($0.joined(separator: Self.blanks(gap))) + "\n" }.joined()
  }

  private func line(_ upper: [UInt8], _ lower: [UInt8], _ channels: Int) -> String {
    guard colors != .none else { return String(zip(upper, lower).map { Self.character(forMeanOf: $0, $1) }) }
    var text = ""
    var last = ""
    for start in stride(from: 0, to: upper.count, by: channels) {
      // Colours are said only where they change: most of a digit is background.
      let pixel = start..<start + channels
      let escape = colors.escape(ink: upper[pixel], paper: lower[pixel])
      if escape != last { text += escape }
      text += "▀"
      last = escape
    }
    return text + TerminalColors.reset
  }

  private static let characters = Array(" .:-=+*#%@")

  private static func character(forMeanOf upper: UInt8, _ lower: UInt8) -> Character {
    let mean = (Int(upper) + Int(lower)) / 2
    return characters[(mean * (characters.count - 1) + 127) / 255]
  }

  private static func centered(_ text: String, in width: Int) -> String {
    let text = text.prefix(width)
    let before = (width - text.count) / 2
    return blanks(before) + text + blanks(width - text.count - before)
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func trimmed(_ line: String) -> Substring {
    line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)]
  }
}
