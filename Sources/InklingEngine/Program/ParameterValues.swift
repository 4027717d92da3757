import InklingFiles
import InklingRandomness

/// The values of a program's parameters, between PyTorch's order and the kernels'.
struct ParameterValues {
  let entries: [BlockProgram.Entry]

  /// Running means and the like, which no optimiser changes.
  var statistics: ParameterValues { those { $0.role == .statistic } }

  func those(_ isMeant: (ParameterDescription) -> Bool) -> ParameterValues {
    ParameterValues(entries: entries.filter { isMeant($0.parameter) })
  }

  /// Draws each parameter's first values, in PyTorch's order, from its own stream.
  func initialize(_ memory: UnsafeMutablePointer<Float>, seed: UInt64) {
    for (index, entry) in entries.enumerated() {
      var generator = CounterGenerator(seed: seed, purpose: .initialization, sample: index)
      let values = (0..<entry.parameter.count).map { _ in
        switch entry.parameter.initializer {
        case .uniform(let bound): generator.uniform(in: -bound...bound)
        case .constant(let value): value
        }
      }
      entry.slot.layout.forEach { stored, position in memory[entry.slot.offset + stored] = values[position] }
    }
  }

  func tensors(_ memory: UnsafePointer<Float>, suffix: String = "") -> [NamedTensor] {
    entries.map { entry in
      var values = [Float](repeating: 0, count: entry.parameter.count)
      entry.slot.layout.forEach { stored, position in values[position] = memory[entry.slot.offset + stored] }
      return NamedTensor(name: entry.name + suffix, shape: entry.parameter.shape, values: values)
    }
  }

  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing is written then.
  func load(
    _ tensors: [NamedTensor], into memory: UnsafeMutablePointer<Float>, suffix: String = ""
  ) throws(InputError) {
    var ignored: Set<String> = []
    // PyTorch counts the batches that a running mean has seen; with a fixed momentum nothing depends on it.
    for entry in entries where entry.name.hasSuffix("running_mean") && suffix.isEmpty {
      ignored.insert(String(entry.name.dropLast("running_mean".count)) + "num_batches_tracked")
    }
    let given = tensors.filter { !ignored.contains($0.name) }
    let comparison = TensorComparison(
      model: entries.map { ($0.name + suffix, $0.parameter.shape) }, file: given)
    guard comparison.isSame else {
      throw InputError(
        .malformed, "the tensors are not this model's", expected: "\(entries.count) tensors",
        found: comparison.list, remedy: "use the weights of the same model")
    }
    let byName = Dictionary(uniqueKeysWithValues: given.map { ($0.name, $0) })
    for entry in entries {
      guard let values = byName[entry.name + suffix]?.values else { continue }
      entry.slot.layout.forEach { stored, position in memory[entry.slot.offset + stored] = values[position] }
    }
  }
}
