import InklingEngine

/// A model written with the naive twins and run forward and then back: reverse-mode differentiation in Double.
///
///     let tape = NaiveTape(parameters: parameters)
///     let x = tape.input(images)
///     let y = tape.add([tape.relu(tape.convolution(x, "conv1")), x])
///     let gradients = tape.gradients(of: y, outputGradient, by: x)
public final class NaiveTape {
  /// A value on the tape.
  public struct Value: Sendable { fileprivate let index: Int }

  private struct Entry {
    let value: NaiveTensor
    let inputs: [Value]
    /// From the gradient by the value to those by the inputs.
    let back: (NaiveTensor) -> [NaiveTensor]
  }

  /// By PyTorch's names: "conv1.weight".
  private let parameters: [String: NaiveTensor]
  private var parameterGradients: [String: NaiveTensor] = [:]
  private var entries: [Entry] = []

  public init(parameters: [String: NaiveTensor]) { self.parameters = parameters }

  public subscript(value: Value) -> NaiveTensor { entries[value.index].value }

  /// A value that depends on nothing.
  public func input(_ tensor: NaiveTensor) -> Value { record(tensor, []) { _ in [] } }

  /// Adds a value to the tape.
  public func record(
    _ value: NaiveTensor, _ inputs: [Value], back: @escaping (NaiveTensor) -> [NaiveTensor]
  ) -> Value {
    entries.append(Entry(value: value, inputs: inputs, back: back))
    return Value(index: entries.count - 1)
  }

  /// The gradients of Σ output · `outputGradient` by the input and by the parameters used, under their names.
  public func gradients(
    of output: Value, _ outputGradient: NaiveTensor, by input: Value
  ) -> (input: NaiveTensor, parameters: [String: NaiveTensor]) {
    parameterGradients = [:]
    var pending: [NaiveTensor?] = Array(repeating: nil, count: entries.count)
    pending[output.index] = outputGradient
    for index in entries.indices.reversed() where index != input.index {
      guard let gradient = pending[index] else { continue }
      for (target, part) in zip(entries[index].inputs, entries[index].back(gradient)) {
        pending[target.index] = pending[target.index].map { NaiveAdd().forward([$0, part]) } ?? part
      }
    }
    return (pending[input.index] ?? NaiveTensor(shape: self[input].shape), parameterGradients)
  }

  /// The parameter `name` of `layer` ("" for a model that is one layer), if the model has it.
  func parameter(_ layer: String, _ name: String) -> NaiveTensor? { parameters[key(layer, name)] }

  func addGradient(_ gradient: NaiveTensor, _ layer: String, _ name: String) {
    let key = key(layer, name)
    guard parameters[key] != nil else { return }
    parameterGradients[key] = parameterGradients[key].map { NaiveAdd().forward([$0, gradient]) } ?? gradient
  }

  private func key(_ layer: String, _ name: String) -> String { layer.isEmpty ? name : "\(layer).\(name)" }
}
