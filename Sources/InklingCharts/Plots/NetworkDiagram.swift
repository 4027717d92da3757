/// A network as a graph: a box for each operation, from the input down, with its shape and its cost, and lines from those
/// that it reads.
public struct NetworkDiagram: Sendable {
  /// One operation.
  public struct Node: Sendable {
    /// Its name: "conv1".
    public let name: String
    /// What it does: "Conv2d".
    public let operation: String
    /// The shape of its result: "6x24x24".
    public let shape: String
    /// Learned numbers.
    public let parameters: Int
    /// Multiply-adds for one image.
    public let multiplyAdds: Int
    /// The nodes that it reads, by their places before it.
    public let inputs: [Int]

    /// One operation.
    public init(
      name: String, operation: String, shape: String, parameters: Int, multiplyAdds: Int, inputs: [Int]
    ) {
      self.name = name
      self.operation = operation
      self.shape = shape
      self.parameters = parameters
      self.multiplyAdds = multiplyAdds
      self.inputs = inputs
    }
  }

  /// What the diagram shows.
  public var title: String
  /// The operations, each behind those that it reads.
  public var nodes: [Node]

  /// A diagram of a network.
  ///
  /// - Precondition: every node reads nodes before it.
  public init(_ title: String, nodes: [Node]) {
    for (place, node) in nodes.enumerated() {
      precondition(node.inputs.allSatisfy { $0 >= 0 && $0 < place }, "node \(place) reads \(node.inputs)")
    }
    self.title = title
    self.nodes = nodes
  }

  private static let row = 44.0
  private static let box = 30.0
  private static let barWidth = 60.0
  /// More are not drawn; the table has all.
  static let mostNodes = 150

  /// The diagram as a drawing.
  public var plot: Plot {
    let shown = Array(nodes.prefix(Self.mostNodes))
    let top = Plot.titleHeight + 24
    let lanes = lanes(shown)
    let left = 10 + Double((lanes.values.max() ?? -1) + 1) * 10
    let right = Plot.usualWidth - Self.barWidth - 44
    let most = max(shown.map(\.multiplyAdds).max() ?? 0, 1)
    var parts = [SVG.text("multiply-adds", right + 8, top - 8, "s")]
    for (place, node) in shown.enumerated() {
      let y = top + Double(place) * Self.row
      for input in node.inputs { parts.append(edge(input, place, lanes[Pair(input, place)], left, top)) }
      parts.append(SVG.rect(left, y, right - left, Self.box, "box", tip: tip(node), radius: 5))
      parts.append(SVG.text(Self.short(node.name, 18), left + 8, y + 13, "v"))
      parts.append(SVG.text(node.operation, left + 8, y + 25, "s"))
      parts.append(SVG.text(node.shape, right - 8, y + 13, "v", .end))
      if node.parameters > 0 {
        parts.append(SVG.text("\(NumberText.grouped(node.parameters)) parameters", right - 8, y + 25, "s", .end))
      }
      guard node.multiplyAdds > 0 else { continue }
      let share = Double(node.multiplyAdds) / Double(most)
      parts.append(SVG.rect(right + 8, y + 6, max(share * Self.barWidth, 1), 8, "f0", tip: tip(node)))
      parts.append(SVG.text(NumberText.grouped(node.multiplyAdds), right + 8, y + 26, "s"))
    }
    let height = top + Double(shown.count) * Self.row
    return Plot(title: title, summary: summary, height: height, parts)
  }

  private struct Pair: Hashable {
    let from: Int
    let to: Int
    init(_ from: Int, _ to: Int) { (self.from, self.to) = (from, to) }
  }

  /// For each line that passes others by, the lane to the left in which it runs: the first that is free.
  private func lanes(_ nodes: [Node]) -> [Pair: Int] {
    var result: [Pair: Int] = [:]
    var ends: [Int] = []
    let long = nodes.enumerated().flatMap { place, node in
      node.inputs.filter { place - $0 > 1 }.map { Pair($0, place) }
    }
    for pair in long.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) where result[pair] == nil {
      let lane = ends.firstIndex { $0 <= pair.from } ?? ends.count
      // So many at once cannot be drawn; they share the last one.
      if lane == ends.count, lane < 8 { ends.append(pair.to) } else if lane < ends.count { ends[lane] = pair.to }
      result[pair] = min(lane, 7)
    }
    return result
  }

  private func edge(_ from: Int, _ to: Int, _ lane: Int?, _ left: Double, _ top: Double) -> Markup {
    let (start, end) = (top + Double(from) * Self.row, top + Double(to) * Self.row)
    guard let lane else {
      return SVG.line(left + 24, start + Self.box, left + 24, end, "edge")
    }
    let x = left - 10 - Double(lane) * 10
    let (out, into) = (start + Self.box - 8, end + 8)
    let steps =
      "M\(SVG.place(left)) \(SVG.place(out))H\(SVG.place(x + 4))Q\(SVG.place(x)) \(SVG.place(out)) \(SVG.place(x)) "
      + "\(SVG.place(out + 4))V\(SVG.place(into - 4))Q\(SVG.place(x)) \(SVG.place(into)) \(SVG.place(x + 4)) "
      + "\(SVG.place(into))H\(SVG.place(left))"
    return Markup("path", ["d": steps, "class": "edge"])
  }

  private func tip(_ node: Node) -> String {
    "\(node.name) (\(node.operation)): gives \(node.shape), \(NumberText.grouped(node.parameters)) parameters, "
      + "\(NumberText.grouped(node.multiplyAdds)) multiply-adds"
  }

  private static func short(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  private var summary: String {
    let (parameters, costs) = (nodes.reduce(0) { $0 + $1.parameters }, nodes.reduce(0) { $0 + $1.multiplyAdds })
    return "\(title): \(nodes.count) operations, \(NumberText.grouped(parameters)) parameters, "
      + "\(NumberText.grouped(costs)) multiply-adds an image."
      + (nodes.count > Self.mostNodes ? " The first \(Self.mostNodes) are drawn." : "")
  }

  /// The operations as a table.
  public var table: DataTable {
    var table = DataTable(
      title,
      [
        .text("operation"), .text("kind"), .text("reads"), .text("gives"), .number("parameters"),
        .number("multiply-adds"),
      ])
    for node in nodes {
      table.append([
        node.name, node.operation, node.inputs.map { nodes[$0].name }.joined(separator: ", "), node.shape,
        NumberText.grouped(node.parameters), NumberText.grouped(node.multiplyAdds),
      ])
    }
    return table
  }
}
