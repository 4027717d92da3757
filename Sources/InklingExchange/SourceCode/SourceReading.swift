import InklingEngine
import InklingTraining

/// How a written file makes a text of outputs `[classes, 1, columns]`: calls of the library over a memory of its own
/// (`reading`), whose first numbers are the outputs.
struct SourceReading {
  let calls: [SourceCall]
  /// Floats of memory that the calls work in.
  let memory: Int
  /// Where the number of characters lies, and behind it the text's probability.
  let found: Int
  /// Where each character's class lies.
  let labels: Int
  /// Where each character's probability lies.
  let characters: Int
  /// The most characters of a text.
  let columns: Int
  private let classes: Int
  private let head: ReadingTask.Head

  /// The most columns that source is written for: the sums over all paths take four times their square in floats.
  static let mostColumns = 2048

  /// - Parameters:
  ///   - head: what the columns mean.
  ///   - classes: none or the blank, and a character each.
  ///   - columns: at most `mostColumns`.
  init(_ head: ReadingTask.Head, classes: Int, columns: Int) {
    (self.head, self.classes, self.columns) = (head, classes, columns)
    var end = classes * columns
    func take(_ count: Int) -> Int {
      end += count
      return end - count
    }
    (found, labels, characters) = (take(2), take(columns), take(columns))
    let probabilities = take(classes * columns)
    let sizes: [SourceCall.Argument] = [.integer(classes), .integer(columns)]
    func call(_ function: String, _ places: Int..., sizes: [SourceCall.Argument]) -> SourceCall {
      SourceCall(function: function, arguments: places.map { .reading($0) } + sizes)
    }
    let mostProbable = call("mostProbable", 0, labels, sizes: sizes)
    switch head {
    case .positions:
      calls = [
        call("softmax", 0, probabilities, sizes: [.integer(1)] + sizes), mostProbable,
        call("positionShares", probabilities, labels, characters, found, sizes: [.integer(columns)]),
      ]
    case .ctc:
      let sums = (columns + 1) * (2 * columns + 3)
      let (forward, backward, ways) = (take(sums), take(sums), take(4 * columns))
      calls = [
        mostProbable, call("columnLogarithms", 0, labels, probabilities, found, sizes: sizes),
        call("joinRepeats", labels, found, sizes: [.integer(columns)]),
        call("pathSums", probabilities, labels, found, forward, sizes: [.integer(columns), .integer(0)]),
        call("pathSums", probabilities, labels, found, backward, sizes: [.integer(columns), .integer(1)]),
        call("pathShares", probabilities, labels, forward, backward, ways, characters, found, sizes: sizes),
      ]
    }
    memory = end
  }

  /// What the outputs mean, in lines for the top of the file.
  var description: [String] {
    let first =
      switch head {
      case .positions: "none, as behind a text's end"
      case .ctc: "the blank of connectionist temporal classification"
      }
    return [
      "It reads texts: its outputs and their probabilities are a row of \(columns) columns for each class. Class 0 is",
      "\(first); the others are characters.",
    ]
  }

  /// Bytes of the longest text in UTF-8.
  func mostBytes(_ classNames: [String]) -> Int { columns * (classNames.dropFirst().map(\.utf8.count).max() ?? 0) }

  /// The text that outputs say; nil where two classes of a column are so near to each other that what a self-test allows
  /// may turn them round.
  func text(of outputs: [Float], _ classNames: [String]) -> String? {
    let largest = outputs.reduce(0) { max($0, $1.magnitude) }
    for column in 0..<columns {
      let row = (0..<classes).map { outputs[$0 * columns + column] }
      let bound = (row.max() ?? 0) - 2 * SourceContents.tolerance * largest
      if row.count(where: { $0 >= bound }) > 1 { return nil }
    }
    let decoding = head == .ctc ? TextDecoding.bestPath : .positions
    return decoding.labels(outputs[...], classes: classes).map { classNames[$0] }.joined()
  }
}
