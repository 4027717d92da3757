/// One sequence beside another, with the fewest insertions, deletions and substitutions (V. I. Levenshtein, 1966).
///
/// Of several such alignments it is the one that, from the end on, takes elements side by side before it drops one of the
/// first, and that before one of the second: the same on every machine.
public struct EditAlignment<Element: Equatable & Sendable>: Sendable, Equatable {
  /// Elements that stand side by side; nil where the other sequence has one more.
  public struct Pair: Sendable, Equatable {
    /// Of the first sequence.
    public let first: Element?
    /// Of the second.
    public let second: Element?
  }

  /// From the beginning on; every element of both is in one.
  public let pairs: [Pair]

  /// The pairs whose elements differ: `editDistance(_:_:)`.
  public var edits: Int { pairs.count { $0.first != $0.second } }

  /// Puts the second sequence beside the first.
  public init(_ first: [Element], _ second: [Element]) {
    let width = second.count + 1
    var costs = [Int](repeating: 0, count: (first.count + 1) * width)
    for j in 0..<width { costs[j] = j }
    for i in 0..<first.count {
      let (row, above) = ((i + 1) * width, i * width)
      costs[row] = i + 1
      for j in 0..<second.count {
        costs[row + j + 1] = min(
          costs[above + j] + (first[i] == second[j] ? 0 : 1), costs[above + j + 1] + 1, costs[row + j] + 1)
      }
    }
    var (i, j, pairs) = (first.count, second.count, [Pair]())
    while i > 0 || j > 0 {
      let cost = costs[i * width + j]
      if i > 0, j > 0, cost == costs[(i - 1) * width + j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1) {
        (i, j) = (i - 1, j - 1)
        pairs.append(Pair(first: first[i], second: second[j]))
      } else if i > 0, cost == costs[(i - 1) * width + j] + 1 {
        i -= 1
        pairs.append(Pair(first: first[i], second: nil))
      } else {
        j -= 1
        pairs.append(Pair(first: nil, second: second[j]))
      }
    }
    self.pairs = pairs.reversed()
  }
}
