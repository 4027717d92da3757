import Testing

@testable import InklingCommand

@Suite struct LiveBlockTests {
  @Test func linesAreDrawnAgainInPlace() {
    let screen = Screen(columns: 80, rows: 24)
    screen.write("before\n")
    var block = LiveBlock(write: screen.write)
    block.draw(["a", "b"], width: 1, columns: 80)
    #expect(screen.lines == ["before", "a", "b", ""])
    block.draw(["c", "d"], width: 1, columns: 80)
    #expect(screen.lines == ["before", "c", "d", ""])
    block.draw(["e"], width: 1, columns: 80)
    #expect(screen.lines == ["before", "e", ""])
    block.clear(columns: 80)
    block.clear(columns: 80)
    screen.write("after\n")
    #expect(screen.lines == ["before", "after", ""])
  }

  /// At the lower end of the screen everything moves up.
  @Test func aBlockAtTheBottomStaysInPlace() {
    let screen = Screen(columns: 80, rows: 4)
    var block = LiveBlock(write: screen.write)
    for line in 0..<5 { screen.write("line \(line)\n") }
    for number in 0..<3 { block.draw(["\(number)", "x"], width: 1, columns: 80) }
    #expect(screen.lines == ["line 0", "line 1", "line 2", "line 3", "line 4", "2", "x", ""])
  }

  /// Lines that a narrower terminal has broken take more room than is known: what stands above is not touched.
  @Test func aNarrowerTerminalGetsANewBlock() {
    let screen = Screen(columns: 80, rows: 24)
    screen.write("before\n")
    var block = LiveBlock(write: screen.write)
    block.draw([String(repeating: "a", count: 79)], width: 79, columns: 80)
    block.draw(["b"], width: 1, columns: 79)
    #expect(screen.lines == ["before", String(repeating: "a", count: 79), "b", ""])
    block.draw(["c"], width: 1, columns: 70)
    #expect(screen.lines == ["before", String(repeating: "a", count: 79), "c", ""])
  }

  @Test func whatIsLeftStays() {
    let screen = Screen(columns: 80, rows: 24)
    var block = LiveBlock(write: screen.write)
    block.draw(["a"], width: 1, columns: 80)
    block.leave()
    block.clear(columns: 80)
    screen.write("after\n")
    #expect(screen.lines == ["a", "after", ""])
  }
}

/// A terminal, as far as progress needs one: line feeds, carriage returns, going up, and clearing.
final class Screen {
  let columns: Int
  let rows: Int
  /// All that was ever shown, the cursor's line last unless it went up.
  private(set) var cells: [[Character]] = [[]]
  private var row = 0
  private var column = 0
  /// Escape sequences that it does not know.
  private(set) var unknown: [String] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  var lines: [String] { cells.map { String($0) } }

  func write(_ text: String) {
    var rest = Array(text)[...]
    while let character = rest.popFirst() {
      switch character {
      case "\n":
        (row, column) = (row + 1, 0)
        if row == cells.count { cells.append([]) }
      case "\r": column = 0
      case "\u{1B}":
        let sequence = rest.prefix { !$0.isLetter } + rest.drop { !$0.isLetter }.prefix(1)
        rest = rest.dropFirst(sequence.count)
        obey(String(sequence))
      default:
        while cells[row].count <= column { cells[row].append(" ") }
        cells[row][column] = character
        column += 1
      }
    }
  }

  private func obey(_ sequence: String) {
    let number = Int(sequence.dropFirst().dropLast()) ?? 1
    switch sequence.last {
    // Not above the first line that is still on the screen.
    case "A": row = max(row - number, cells.count - rows, 0)
    case "K": cells[row] = Array(cells[row].prefix(column))
    case "J":
      cells[row] = Array(cells[row].prefix(column))
      cells.removeSubrange((row + 1)...)
    case "m": break
    default: unknown.append(sequence)
    }
  }
}
