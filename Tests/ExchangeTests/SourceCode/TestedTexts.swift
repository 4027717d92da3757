import InklingEngine
import InklingExchange
import InklingTraining

/// Networks that read texts and whose outputs are their pixels: `pixel / 20 - 3`.
struct TestedTexts {
  let head: ReadingTask.Head
  let classNames: [String]
  let columns: Int
  /// A class for each column, where most of the pixels' columns are sure of it.
  var paths: [[Int]] = []

  /// Characters beyond ASCII, and those that end strings or escape.
  static let alphabet = ["blank", "7", "é", "\u{4E01}", "\"", "\\"]

  static let all = [
    TestedTexts(
      head: .ctc, classNames: alphabet, columns: 12,
      paths: [
        [0, 1, 1, 0, 1, 2, 0, 0, 3, 3, 4, 5], Array(repeating: 0, count: 12), Array(repeating: 2, count: 12),
        [5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 5], [3, 4, 3, 4, 3, 3, 4, 4, 0, 0, 0, 1],
      ]),
    TestedTexts(
      head: .positions, classNames: alphabet, columns: 5,
      paths: [[1, 1, 2, 3, 4], [5, 5, 5, 0, 0], [0, 0, 0, 0, 0], [1, 0, 2, 0, 5]]),
    TestedTexts(head: .ctc, classNames: ["blank", "7", "8"], columns: 1, paths: [[0], [2]]),
    TestedTexts(head: .ctc, classNames: ["blank", "a", "b", "c"], columns: 96, paths: [(0..<96).map { $0 / 2 % 4 }]),
    TestedTexts(head: .positions, classNames: ["none", "a", "b"], columns: 70, paths: [(0..<70).map { $0 % 3 }]),
  ]

  var classes: Int { classNames.count }
  var graph: Graph {
    get throws {
      try Graph(
        tracing: Sequential([Conv2d(classes, classes, kernelSize: 1, bias: false)]), input: [classes, 1, columns])
    }
  }

  /// The paths, sure and less so, and images of numbers that are far from each other, near, and all the same.
  var images: [[UInt8]] {
    var numbers = TestedNetworks.Numbers(seed: 3)
    func noise(_ range: UInt32) -> [UInt8] {
      (0..<classes * columns).map { _ in UInt8(truncatingIfNeeded: numbers.bits() >> 4 % range) }
    }
    let sure = [(40, 220), (90, 110)] as [(UInt32, UInt8)]
    let read = sure.flatMap { range, peak in
      paths.map { path in
        var image = noise(range)
        for (column, label) in path.enumerated() { image[label * columns + column] = peak }
        return image
      }
    }
    return read + [256, 256, 60, 8, 1].map(noise)
  }

  func export(golden: [[UInt8]]) throws -> SourceExport {
    let graph = try graph
    let identity = (0..<classes * classes).map { Float($0 / classes == $0 % classes ? 1 : 0) }
    let parameters = graph.parameters.map { NamedTensor(name: $0.name, shape: $0.shape, values: identity) }
    let normalization = Normalization(
      scale: Array(repeating: 0.05, count: classes), shift: Array(repeating: -3, count: classes))
    let session = try InferenceSession(graph, parameters: parameters, normalization: normalization, threads: 1)
    return SourceExport(
      graph: graph, parameters: parameters, normalization: normalization, classNames: classNames,
      golden: golden.map { ($0, session.logits(images: $0)) }, title: "Tested", task: TaskRecipe(.read, head: head))
  }
}
