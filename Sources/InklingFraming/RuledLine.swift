/// One line that paper is ruled with: its course, and how dark it is at each column and each distance from its middle.
struct RuledLine {
  /// The row of its middle at each column.
  var rows: [Float]
  /// `darkness[o][x]`: strength `o - reach` rows below the middle at column x.
  var darkness: [[Float]]
  /// Rows above and below the middle that belong to it.
  let reach: Int

  /// Reads the line's own darkness along its course: at each column a low quantile over the columns near it, which ink
  /// that crosses or covers part of the line does not move.
  init(rows: [Float], reach: Int, in strengths: Plane) {
    self.rows = rows
    self.reach = reach
    let window = max(30, strengths.width / 6)
    let every = 8
    darkness = (-reach...reach).map { offset in
      let along = rows.indices.map { Self.value(in: strengths, x: $0, y: rows[$0] + Float(offset)) }
      let knots = stride(from: 0, to: rows.count + every - 1, by: every).map { x in
        Plane.quantile(0.4, of: Array(along[max(0, x - window)..<min(rows.count, x + window)]))
      }
      return rows.indices.map { x in
        let (knot, part) = (x / every, Float(x % every) / Float(every))
        return max(knots[knot] * (1 - part) + knots[min(knot + 1, knots.count - 1)] * part, 0)
      }
    }
  }

  /// The median darkness of its middle.
  var strength: Float { Plane.quantile(0.5, of: darkness[reach]) }

  /// Its thickness in rows: the darkness of all of them, in units of the darkest one's.
  var thickness: Float {
    let rows = darkness.map { Plane.quantile(0.5, of: $0) }
    return rows.reduce(0, +) / max(rows.max() ?? 0, 1e-3)
  }

  /// Whether it is as thin as lines are that paper is ruled with, and strokes are not: a digit cut out without a margin has
  /// strokes as long as the picture is high, a tenth of that wide. Pale ones may be thicker.
  var isThin: Bool { thickness <= Float(rows.count) / (strength > 0.6 ? 30 : 12) }

  /// The share of the columns that show it, or something darker.
  func coverage(in strengths: Plane) -> Float {
    let shown = rows.indices.count {
      Self.value(in: strengths, x: $0, y: rows[$0]) >= 0.45 * darkness[reach][$0]
    }
    return Float(shown) / Float(rows.count)
  }

  /// Takes the line out of the picture. Ink on a pale line is what is darker than the line; a dark line is cut out, and
  /// strokes that go on at both sides are led across it.
  func erase(from strengths: inout Plane) {
    let source = strengths
    for x in rows.indices {
      let middle = Int(rows[x].rounded())
      let bridge = min(edge(source, x, middle, -1), edge(source, x, middle, 1))
      for y in middle - reach...middle + reach where y >= 0 && y < strengths.height {
        let line = darkness(x: x, y: Float(y))
        guard line > 0.01 else { continue }
        let value = source[x, y]
        let above = line < 0.6 ? (value - line) / (1 - line) : 0
        strengths[x, y] = line > 0.3 ? max(above, min(bridge, value)) : above
      }
    }
  }

  /// The strongest ink just outside the line, on the side `direction`, at this column or one beside it.
  private func edge(_ source: Plane, _ x: Int, _ middle: Int, _ direction: Int) -> Float {
    let y = middle + direction * (reach + 1)
    guard y >= 0, y < source.height else { return 0 }
    return (max(x - 1, 0)...min(x + 1, source.width - 1)).reduce(0) { max($0, source[$1, y]) }
  }

  private func darkness(x: Int, y: Float) -> Float {
    let place = y - rows[x] + Float(reach)
    let base = Int(place.rounded(.down))
    let part = place - Float(base)
    let low = base >= 0 && base < darkness.count ? darkness[base][x] : 0
    let high = base + 1 >= 0 && base + 1 < darkness.count ? darkness[base + 1][x] : 0
    return low * (1 - part) + high * part
  }

  private static func value(in strengths: Plane, x: Int, y: Float) -> Float {
    let base = Int(y.rounded(.down))
    let part = y - Float(base)
    let low = base >= 0 && base < strengths.height ? strengths[x, base] : 0
    let high = base + 1 >= 0 && base + 1 < strengths.height ? strengths[x, base + 1] : 0
    return low * (1 - part) + high * part
  }
}
