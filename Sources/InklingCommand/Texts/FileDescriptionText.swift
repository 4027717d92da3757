import InklingFiles
import InklingFormats

/// What a file is, for people.
struct FileDescriptionText {
  private let description: FileDescription

  init(_ description: FileDescription) { self.description = description }

  /// The lines, without a last line feed. What comes from the file is cut short, and nothing in it moves the terminal.
  var text: String {
    var lines = ["format   \(description.format)", "sha256   \(description.sha256)"]
    let count = description.tensors.reduce(0.0) { $0 + $1.shape.reduce(1.0) { $0 * Double($1) } }
    lines.append("tensors  \(description.tensors.count) with \(count.formattedCount) numbers")
    if !description.tensors.isEmpty {
      var table = TextTable(header: ["tensor", "dtype", "shape"], leftColumns: 3)
      for tensor in description.tensors.prefix(Self.shown) {
        let shape = tensor.shape.prefix(8).map(String.init).joined(separator: " x ")
        table.append([clean(tensor.name, 60), tensor.dtype, shape])
      }
      lines += ["", table.text]
      if description.tensors.count > Self.shown {
        lines.append("... and \(description.tensors.count - Self.shown) more")
      }
    }
    if !description.metadata.isEmpty {
      lines.append("")
      for (key, value) in description.metadata.sorted(by: { $0.key < $1.key }).prefix(Self.shown) {
        lines.append("\(clean(key, 40)): \(clean(value, 100))")
      }
    }
    return lines.joined(separator: "\n")
  }

  private static let shown = 200

  private func clean(_ text: String, _ length: Int) -> String {
    let short = String(text.prefix(length))
    return PrintableText.escaped(short) + (short.count < text.count ? "..." : "")
  }
}

extension Double {
  /// A whole number without a fraction.
  fileprivate var formattedCount: String { self < 1e15 ? String(Int(self)) : String(self) }
}
