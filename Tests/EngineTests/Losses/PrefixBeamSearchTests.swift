import InklingEngine
import Testing

/// The search that looks at few labels against a plain twin that makes every candidate and sorts them all.
@Suite struct PrefixBeamSearchTests {
  private struct Entry {
    var blank = 0.0
    var label = 0.0
    var total: Double { blank + label }
  }

  /// The texts that are left at the end.
  private static func beam(_ rows: [[Double]], width: Int) -> [[Int]] {
    var beam: [([Int], Entry)] = [([], Entry(blank: 1, label: 0))]
    for row in rows {
      var next: [([Int], Entry)] = []
      func add(_ text: [Int], _ blank: Double, _ label: Double) {
        if let place = next.firstIndex(where: { $0.0 == text }) {
          next[place].1.blank += blank
          next[place].1.label += label
        } else {
          next.append((text, Entry(blank: blank, label: label)))
        }
      }
      for (text, entry) in beam { add(text, entry.total * row[0], text.last.map { entry.label * row[$0] } ?? 0) }
      for (text, entry) in beam {
        for label in 1..<row.count {
          let grown = (label == text.last ? entry.blank : entry.total) * row[label]
          if grown > 0 { add(text + [label], 0, grown) }
        }
      }
      let order = next.indices.sorted { (next[$1].1.total, $0) < (next[$0].1.total, $1) }
      beam = order.prefix(width).map { next[$0] }
    }
    return beam.map(\.0)
  }

  private static func logits(_ seed: Int, classes: Int, steps: Int, scale: Float) -> [Float] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<classes * steps).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Float(state >> 40) / Float(1 << 24) * 4 - 2) * scale
    }
  }

  @Test(arguments: [1, 2, 3, 7, 50]) func theTextIsThatOfThePlainSearch(width: Int) {
    let (classes, steps) = (9, 14)
    for seed in 0..<24 {
      let logits = Self.logits(seed, classes: classes, steps: steps, scale: [0.1, 1, 3][seed % 3])
      let rows = (0..<steps).map { step -> [Double] in
        (0..<classes).map { label in
          // One class at a step alone: its logits' softmax.
          TextDecoding.positions.probability(
            of: label == 0 ? [] : [label], (0..<classes).map { logits[$0 * steps + step] }[...], classes: classes)
        }
      }
      let found = TextDecoding.beam(width: width).labels(logits[...], classes: classes)
      let left = Self.beam(rows, width: width)
      let totals = left.map { TextDecoding.bestPath.probability(of: $0, logits[...], classes: classes) }
      let best = totals.firstIndex(of: totals.max() ?? 0) ?? 0
      #expect(found == left[best], "\(seed): \(found), not \(left[best])")
    }
  }

  /// Of equal texts the one with the smaller labels counts, and nothing is lost to a long product.
  @Test func tiesAndLongLinesHaveAnAnswer() {
    #expect(TextDecoding.beam(width: 3).labels([0, 0, 0], classes: 3) == [])
    #expect(TextDecoding.beam(width: 3).labels([-9, 0, 0], classes: 3) == [1])
    var logits = [Float](repeating: 0, count: 5 * 2_000)
    for step in 0..<2_000 {
      logits[step] = step % 2 == 0 ? -4 : 4
      logits[2_000 + step] = step % 2 == 0 ? 3 : 0
    }
    let text = TextDecoding.beam(width: 4).labels(logits[...], classes: 5)
    #expect(text.count == 1_000 && text.allSatisfy { $0 == 1 })
    #expect(TextDecoding.beam(width: 0).labels(logits[...], classes: 5) == text)
  }
}
