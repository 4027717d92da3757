import InklingFiles

/// Arrays that belong to a program's parameters, each under the parameter's name with a suffix, and numbers beside them.
struct StateTensors {
  struct Place {
    let entry: BlockProgram.Entry
    let suffix: String
    let memory: UnsafeMutablePointer<Float>

    var name: String { entry.name + suffix }
  }

  /// What follows a parameter's name in those of its own numbers, as PyTorch's: the optimiser's steps on it, and
  /// NAdam's product.
  static let step = ".step"
  static let product = ".mu_product"
  /// Of an unfinished accumulation.
  static let batches = "accumulated_batches"
  static let images = "accumulated_images"

  let places: [Place]
  let numbers: [String: Float]

  func tensors() -> [NamedTensor] {
    places.map { place in
      var values = [Float](repeating: 0, count: place.entry.parameter.count)
      let memory = place.memory + place.entry.slot.offset
      place.entry.slot.layout.forEach { stored, position in values[position] = memory[stored] }
      return NamedTensor(name: place.name, shape: place.entry.parameter.shape, values: values)
    } + numbers.sorted { $0.key < $1.key }.map { NamedTensor(name: $0.key, shape: [], values: [$0.value]) }
  }

  /// Writes the arrays.
  ///
  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing is written then.
  func load(_ tensors: [NamedTensor]) throws(InputError) {
    let given = try check(tensors)
    for place in places {
      guard let values = given[place.name]?.values else { continue }
      let memory = place.memory + place.entry.slot.offset
      place.entry.slot.layout.forEach { stored, position in memory[stored] = values[position] }
    }
  }

  private func check(_ tensors: [NamedTensor]) throws(InputError) -> [String: NamedTensor] {
    var expected = places.map { (name: $0.name, shape: $0.entry.parameter.shape) }
    for name in numbers.keys.sorted() { expected.append((name: name, shape: [])) }
    let comparison = TensorComparison(model: expected, file: tensors)
    guard comparison.isSame else {
      throw InputError(
        .malformed, "the tensors are not this optimiser's", expected: "\(expected.count) tensors",
        found: comparison.list, remedy: "use the state of the same model and optimiser")
    }
    return Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
  }
}
