import InklingEngine
import InklingFiles
import InklingTraining

/// What an exported page has of its model: `network.js`, which is the network as `SourceExport` writes it and one function
/// more that shows each step's numbers, and `about.js`.
struct WebPageModules {
  /// What the page should know of a model besides its network.
  struct About {
    var title: String
    var card: String
    /// Whether the network reads texts, and tells no classes apart.
    var readsTexts = false
    /// Whether pictures are framed as MNIST's digits.
    var isFramed: Bool
    var inkIsLight: Bool
    /// What is brighter in the images of a model that reads texts, as far as a person has said so: other pictures are inverted.
    var saidInk: PictureDescription.Ink?
    /// From which energy on an image is refused.
    var threshold: Double?
  }

  let export: SourceExport
  let about: About

  init(_ export: SourceExport, about: About) {
    self.export = export
    self.about = about
  }

  /// Their texts by their paths.
  func modules() throws(InputError) -> [String: String] {
    let program = try SourceProgram(
      export.graph, parameters: export.parameters, normalization: export.normalization)
    let network = try export.text(.js) + exportedWeights + observing(program) + steps(program)
    return ["network.js": network, "about.js": aboutText]
  }

  private var exportedWeights: String { "\nexport const shared = { weights };\n" }

  private var aboutText: String {
    let shape = export.graph.inputShape
    return """
      /** What the page should know of its model. */
      export const about = Object.freeze({
        title: \(SourceText.literal(about.title)),
        card: \(SourceText.literal(about.card)),
        readsTexts: \(about.readsTexts),
        isFramed: \(about.isFramed),
        inkIsLight: \(about.inkIsLight),
        saidInk: \(about.saidInk.map { SourceText.literal($0.rawValue) } ?? "null"),
        channels: \(shape.channels),
        height: \(shape.height),
        width: \(shape.width),
        threshold: \(about.threshold.map { "\($0)" } ?? "null"),
      });
      """
  }

  /// A function that runs the network and shows each step's numbers, which the next may write over.
  private func observing(_ program: SourceProgram) -> String {
    let printer = SourcePrinter(syntax: JavaScriptSyntax())
    var lines: [String] = []
    var done = 0
    for (place, sight) in program.sights.enumerated() {
      lines += program.calls[done..<sight.call].map { "  " + printer.line($0) }
      done = sight.call
      let end = sight.offset + export.graph.shapes[sight.node].count
      lines.append("  see(\(place), memory.slice(\(sight.offset), \(end)));")
    }
    return """

      /** Runs the network on one image, and shows the numbers of each of `steps`. */
      export function observe(pixels, see) {
      \(lines.joined(separator: "\n"))
      }

      """
  }

  private func steps(_ program: SourceProgram) -> String {
    let names = export.graph.activationNames
    let places = Dictionary(program.sights.enumerated().map { ($1.node, $0) }) { first, _ in first }
    var done = 0
    var lines: [String] = []
    for (place, sight) in program.sights.enumerated() {
      let node = export.graph.nodes[sight.node]
      var parts = [
        "name: \(SourceText.literal(names[place]))", "operation: \(SourceText.literal(node.operation.name))",
        "shape: \(list(export.graph.shapes[sight.node].dimensions))",
      ]
      if let source = node.inputs.first.flatMap({ places[$0] }) { parts.append("source: \(source)") }
      parts += window(node.operation, program.calls[done..<sight.call])
      done = sight.call
      lines.append("  { \(parts.joined(separator: ", ")) },")
    }
    return "\n/** The network's operations in their order. */\nexport const steps = [\n"
      + lines.joined(separator: "\n") + "\n];\n"
  }

  /// Of an operation that slides over places: its window, and where its weights lie.
  private func window(_ operation: Graph.Operation, _ calls: ArraySlice<SourceCall>) -> [String] {
    switch operation {
    case .conv2d(let convolution):
      let weights = calls.first?.arguments.compactMap { argument -> Int? in
        if case .weights(let offset) = argument { offset } else { nil }
      }
      guard let weights, weights.count == 2 else { return [] }
      return [
        window(convolution.kernelSize, convolution.stride, convolution.padding, convolution.dilation),
        "groups: \(convolution.groups)", "weights: \(weights[0])", "bias: \(weights[1])",
      ]
    case .maxPool2d(let pool): return [window(pool.kernelSize, pool.stride, pool.padding, pool.dilation)]
    case .avgPool2d(let pool):
      return pool.divisorOverride == nil ? [window(pool.kernelSize, pool.stride, pool.padding, 1)] : []
    default: return []
    }
  }

  private func window(_ kernel: Extent2d, _ stride: Extent2d, _ padding: Extent2d, _ dilation: Extent2d) -> String {
    let sides = [("kernel", kernel), ("stride", stride), ("padding", padding), ("dilation", dilation)]
    return "window: { \(sides.map { "\($0): \(list([$1.height, $1.width]))" }.joined(separator: ", ")) }"
  }

  private func list(_ numbers: [Int]) -> String { "[\(numbers.map(String.init).joined(separator: ", "))]" }
}
