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
    var given: [String: NamedTensor] = [:]
    var faults: [String] = []
    for tensor in tensors where given.updateValue(tensor, forKey: tensor.name) != nil {
      faults.append("\(tensor.name) twice")
    }
    var expected = places.map { (name: $0.name, shape: $0.entry.parameter.shape) }
    for name in numbers.keys.sorted() { expected.append((name: name, shape: [])) }
    for (name, shape) in expected {
      guard let tensor = given[name] else {
        faults.append("missing \(name)")
        continue
      }
      if tensor.shape != shape || tensor.values.count != shape.reduce(1, *) {
        faults.append("\(name) is \(tensor.shape) and should be \(shape)")
      }
    }
    let names = Set(expected.map(\.name))
    faults += given.keys.filter { !names.contains($0) }.sorted().map { "unexpected \($0)" }
    guard faults.isEmpty else {
      throw InputError(
        .malformed, "the tensors are not this optimiser's", expected: "\(expected.count) tensors",
        found: NameList.text(faults), remedy: "use the state of the same model and optimiser")
    }
    return given
  }
}
