/// Modules of JavaScript put together to one script, for a page without other files.
///
/// Each becomes a function that is called at once and returns what it exports, behind the modules that it imports. The
/// page's modules are written so that a line tells all: an import is one line, and `export` begins a line.
package struct ModuleBundle {
  /// The whole script, of an entry and all that it needs.
  package let script: String

  /// - Parameters:
  ///   - entry: the path of the module that starts all.
  ///   - source: gives each module's text by its path.
  package init(_ entry: String, source: (String) -> String) {
    let order = Self.order(of: entry, source: source)
    script = order.enumerated().map { number, path in
      Self.wrapped(source(path), path, as: "module\(number)") { "module\(order.firstIndex(of: $0) ?? 0)" }
    }.joined(separator: "\n")
  }

  /// The paths of an entry and of all that it imports, each behind what it imports itself.
  static func order(of entry: String, source: (String) -> String) -> [String] {
    var order: [String] = []
    var seen: Set<String> = []
    func visit(_ path: String) {
      guard seen.insert(path).inserted else { return }
      for line in lines(source(path)) { if let imported = Import(line, in: path) { visit(imported.path) } }
      order.append(path)
    }
    visit(entry)
    return order
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func wrapped(
    _ text: String, _ path: String, as name: String, _ names: (String) -> String
  ) -> String {
    var body: [String] = []
    var exports: [Substring] = []
    for line in lines(text) {
      if let imported = Import(line, in: path) {
        body.append("const \(imported.names) = \(names(imported.path));")
      } else if line.hasPrefix("export ") {
        let rest = line.dropFirst("export ".count)
        exports.append(exported(by: rest))
        body.append(String(rest))
      } else {
        body.append(String(line))
      }
    }
    while body.last?.isEmpty == true { body.removeLast() }
    return """
      // \(path)
      const \(name) = (() => {
      \(body.joined(separator: "\n"))
      return { \(exports.joined(separator: ", ")) };
      })();

      """
  }

  /// The name that a declaration gives: "class Plane {" gives "Plane".
  private static func exported(by declaration: Substring) -> Substring {
    let words = declaration.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }
    return words.first { !["async", "function", "class", "const", "let"].contains($0) } ?? ""
  }

  /// A line such as `import { Plane, single } from "./plane.js";` or `import * as network from "./network.js";`.
  private struct Import {
    /// `{ Plane, single }`, or one name for all.
    let names: Substring
    let path: String

    /// nil for another line.
    init?(_ line: Substring, in importer: String) {
      guard line.hasPrefix("import "), line.hasSuffix("\";"), let from = line.firstRange(of: " from \"./") else {
        return nil
      }
      var names = line[line.index(line.startIndex, offsetBy: "import ".count)..<from.lowerBound]
      if names.hasPrefix("* as ") { names = names.dropFirst("* as ".count) }
      self.names = names
      let folder = importer.lastIndex(of: "/").map { importer[...$0] } ?? ""
      path = String(folder + line[from.upperBound...].dropLast(2))
    }
  }
}
