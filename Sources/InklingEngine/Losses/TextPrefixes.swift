/// The texts that have begun in a search, as a tree: each is another one and a label. The first is the empty one.
struct TextPrefixes {
  private struct Node {
    let parent: Int
    let label: Int
    /// Its place in the beam; -1 for one that is not in it.
    var rank = -1
    /// The last text that grew from it, and the one that grew before this one from the same: -1 for none.
    var child = -1
    var sibling = -1
  }

  private var nodes = [Node(parent: 0, label: 0, rank: 0)]

  /// The text before the last label, and the label.
  subscript(prefix: Int) -> (parent: Int, label: Int) { (nodes[prefix].parent, nodes[prefix].label) }

  /// The text's place in the beam; nil for one that is not in it.
  func rank(of prefix: Int) -> Int? { nodes[prefix].rank < 0 ? nil : nodes[prefix].rank }

  /// Puts a text into the beam.
  mutating func enter(_ prefix: Int, rank: Int) { nodes[prefix].rank = rank }

  /// Takes a text out of the beam.
  mutating func leave(_ prefix: Int) { nodes[prefix].rank = -1 }

  /// The text with a label behind it, always of the same number.
  mutating func child(of prefix: Int, _ label: Int) -> Int {
    var child = nodes[prefix].child
    while child >= 0 {
      if nodes[child].label == label { return child }
      child = nodes[child].sibling
    }
    nodes.append(Node(parent: prefix, label: label, sibling: nodes[prefix].child))
    nodes[prefix].child = nodes.count - 1
    return nodes.count - 1
  }

  /// All of a text.
  func labels(of prefix: Int) -> [Int] {
    var (labels, prefix) = ([Int](), prefix)
    while prefix != 0 {
      labels.append(nodes[prefix].label)
      prefix = nodes[prefix].parent
    }
    return labels.reversed()
  }
}
