import InklingEngine

/// A network in figures for people: a table of its layers, and the memory that training it takes.
struct GraphSummaryText {
  let summary: GraphSummary

  init(_ summary: GraphSummary) { self.summary = summary }

  /// The text, without a last line feed.
  var text: String {
    var table = TextTable(header: ["layer", "operation", "output", "parameters", "multiply-adds"], leftColumns: 2)
    for layer in summary.layers {
      let shape = layer.outputShape.map(String.init).joined(separator: "x")
      table.append([layer.name, layer.operation, shape, Self.cell(layer.parameters), Self.cell(layer.multiplyAdds)])
    }
    table.append(["total", "", "", summary.parameters.grouped, summary.multiplyAdds.grouped])
    return ([table.text] + (summary.memory.map { ["", Self.text(of: $0)] } ?? [])).joined(separator: "\n")
  }

  private static func cell(_ number: Int) -> String { number == 0 ? "" : number.grouped }

  private static func text(of memory: GraphSummary.Memory) -> String {
    """
    Multiply-adds are those of one image, forward.
    Memory of a training with \(memory.threads.of("thread")) and batches of \(memory.batchSize.of("image")):
      parameters             \(memory.parameters.bytes)
      activations            \(memory.activationsPerBlock.bytes) for a block of sixteen images
      arena                  \(memory.arenaPerThread.bytes) for a thread, in which they share places
      kept for the update    \(memory.perBlock.bytes) for a block
      in all                 \(memory.total.bytes)
    """
  }
}
