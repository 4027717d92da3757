/// The lines of Prometheus's text format.
struct PrometheusText {
  private(set) var text = ""

  mutating func family(_ name: String, _ kind: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  mutating func sample(_ name: String, _ labels: [(String, String)], _ value: some CustomStringConvertible) {
    let pairs = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    text += name + (pairs.isEmpty ? "" : "{\(pairs)}") + " \(value)\n"
  }

  mutating func histogram(_ name: String, _ label: (String, String), _ histogram: ServerMetrics.Histogram) {
    var count = 0
    for (place, bound) in histogram.bounds.enumerated() {
      count += histogram.counts[place]
      sample(name + "_bucket", [label, ("le", "\(bound)")], count)
    }
    count += histogram.counts[histogram.bounds.count]
    sample(name + "_bucket", [label, ("le", "+Inf")], count)
    sample(name + "_sum", [label], histogram.sum)
    sample(name + "_count", [label], count)
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
