import InklingFiles

/// The answer to an inference request: outputs of a model, as they were asked for.
struct InferResponse {
  /// One output.
  private struct Output {
    var name: String
    var shape: [Int]
    var content: Content
    var isBinary: Bool
  }

  private enum Content {
    case floats([Float])
    case texts([String])
  }

  private let name: String
  private let version: String
  private let id: String?
  private var outputs: [Output] = []

  /// - Parameter rows: the model's outputs, [N, width].
  /// - Throws: 400 for a model whose classes are no characters of a text.
  init(_ request: InferRequest, _ plan: InferPlan, _ model: LoadedModel, rows: [Float]) throws(ServedFault) {
    name = model.name
    version = model.version
    id = request.id
    let (images, width) = (plan.images, model.model.outputWidth)
    let needsProbabilities = plan.outputs.contains { $0.name == TensorForm.probabilities }
    let probabilities = needsProbabilities ? model.model.probabilities(of: rows).map(Float.init) : []
    for output in plan.outputs {
      let isBinary = output.isBinary ?? request.isBinary
      let numbers = output.name == TensorForm.probabilities ? probabilities : rows
      let (shape, content): ([Int], Content)
      if output.name == TensorForm.labels {
        (shape, content) = ([images], .texts(Self.labels(rows, model.model.classNames)))
      } else if output.name == TensorForm.texts {
        do throws(InputError) {
          (shape, content) = ([images], .texts(try model.model.texts(of: rows)))
        } catch {
          throw ServedFault(error)
        }
      } else if let classes = output.classes.map({ min($0, width) }) {
        (shape, content) = ([images, classes], .texts(Self.best(classes, numbers, model.model.classNames)))
      } else {
        (shape, content) = ([images, width], .floats(numbers))
      }
      outputs.append(Output(name: output.name, shape: shape, content: content, isBinary: isBinary))
    }
  }

  /// The class of each row with the largest output.
  static func labels(_ rows: [Float], _ names: [String]) -> [String] {
    stride(from: 0, to: rows.count, by: names.count).map { start in
      var best = 0
      for place in 1..<max(1, names.count) where rows[start + place] > rows[start + best] { best = place }
      return names[best]
    }
  }

  /// "value:class's number:class's name" of the best classes of each row, as Triton writes them.
  private static func best(_ count: Int, _ rows: [Float], _ names: [String]) -> [String] {
    stride(from: 0, to: rows.count, by: names.count).flatMap { start in
      names.indices.sorted { left, right in
        let (a, b) = (rows[start + left], rows[start + right])
        return a == b ? left < right : a > b
      }.prefix(count).map { "\(rows[start + $0]):\($0):\(names[$0])" }
    }
  }

  /// The bytes, and how many of them are JSON when binary outputs follow.
  func encoded() -> (bytes: [UInt8], header: Int?) {
    var writer = JSONWriter()
    var tail: [UInt8] = []
    writer.object { writer in
      writer.key("model_name")
      writer.string(name)
      writer.key("model_version")
      writer.string(version)
      if let id {
        writer.key("id")
        writer.string(id)
      }
      writer.key("outputs")
      writer.array { writer in
        for output in outputs { Self.write(output, &writer, &tail) }
      }
    }
    guard outputs.contains(where: \.isBinary) else { return (writer.bytes, nil) }
    return (writer.bytes + tail, writer.bytes.count)
  }

  private static func write(_ output: Output, _ writer: inout JSONWriter, _ tail: inout [UInt8]) {
    writer.object { writer in
      writer.key("name")
      writer.string(output.name)
      writer.key("datatype")
      if case .floats = output.content { writer.string("FP32") } else { writer.string("BYTES") }
      writer.key("shape")
      writer.array { writer in output.shape.forEach { writer.number($0) } }
      guard output.isBinary else {
        writer.key("data")
        writer.array { writer in
          switch output.content {
          case .floats(let values): values.forEach { writer.number($0) }
          case .texts(let texts): texts.forEach { writer.string($0) }
          }
        }
        return
      }
      let before = tail.count
      switch output.content {
      case .floats(let values):
        for value in values { append(value.bitPattern, to: &tail) }
      case .texts(let texts):
        for text in texts {
          append(UInt32(text.utf8.count), to: &tail)
          tail.append(contentsOf: text.utf8)
        }
      }
      writer.key("parameters")
      writer.object { writer in
        writer.key("binary_data_size")
        writer.number(tail.count - before)
      }
    }
  }

  private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}
