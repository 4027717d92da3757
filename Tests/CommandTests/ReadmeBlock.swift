import Foundation
import InklingTestSupport

/// A fenced block of a Markdown file at the package's root.
struct ReadmeBlock {
  /// What follows the opening fence: "sh", "swift", "text".
  let language: String
  let lines: [String]

  /// The blocks of `file`, in order.
  static func all(in file: String = "README.md") throws -> [ReadmeBlock] {
    var blocks: [ReadmeBlock] = []
    var open: (language: String, lines: [String])?
    for line in try lines(of: file) {
      if let block = open {
        if line == "```" {
          blocks.append(ReadmeBlock(language: block.language, lines: block.lines))
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        open = (String(line.dropFirst(3)), [])
      }
    }
    return blocks
  }

  /// The lines of a file at the package's root.
  static func lines(of file: String) throws -> [String] {
    try String(contentsOfFile: Goldens.packageRoot + "/" + file, encoding: .utf8).components(separatedBy: "\n")
  }

  /// The lines of each part of `file` that stands between "// README: name" and "// README: end", without the
  /// indentation that they share.
  static func markedParts(of file: String) throws -> [[String]] {
    var parts: [[String]] = []
    var isInside = false
    for line in try lines(of: file) {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text == "// README: end" {
        isInside = false
      } else if text.hasPrefix("// README: ") {
        isInside = true
        parts.append([])
      } else if isInside {
        parts[parts.count - 1].append(line)
      }
    }
    return parts.map { part in
      let indentation = part.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
      return part.map { String($0.dropFirst(indentation)) }
    }
  }
}
