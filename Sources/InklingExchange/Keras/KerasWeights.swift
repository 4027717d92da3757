import InklingFiles
import InklingFormats
import InklingHDF5

/// Where a layer's weights are looked for.
struct KerasPlace {
  /// The names of the models that it is in, from the outermost but one, and its own.
  var names: [String]
  /// Those of the groups in a `.keras` file, which are of the classes: "conv2d_1".
  var groups: [String]
}

/// The weights of a file, layer by layer, in Keras's order.
enum KerasWeights {
  /// The member model.weights.h5 of a `.keras` file: layers/conv2d_1/vars/0, 1, ...
  case archive(HDF5File)
  /// An `.h5` file: model_weights/NAME with the attribute `weight_names`.
  case model(HDF5File)

  /// A layer's weights; empty for a layer that has none.
  func arrays(at place: KerasPlace) throws(InputError) -> [NamedArray] {
    switch self {
    case .archive(let file): try Self.arrays(file, archivePlace: place.groups)
    case .model(let file): try Self.arrays(file, modelPlace: place.names)
    }
  }

  private static func arrays(_ file: HDF5File, archivePlace groups: [String]) throws(InputError) -> [NamedArray] {
    // Keras 2 called the list of layers by another name.
    for list in ["layers", "_layer_checkpoint_dependencies"] {
      let path = groups.map { "\(list)/\($0)" }.joined(separator: "/") + "/vars"
      guard let group = file.root.group(path), !group.members.isEmpty else { continue }
      var arrays: [NamedArray] = []
      for index in group.members.indices {
        guard let dataset = file.root.dataset("\(path)/\(index)") else {
          throw InputError(
            .malformed, "the weights of the Keras model are not numbered", expected: "0 to \(group.members.count - 1)",
            found: "'\(path.prefix(200))' without \(index)")
        }
        arrays.append(try file.array(dataset))
      }
      return arrays
    }
    return []
  }

  private static func arrays(_ file: HDF5File, modelPlace names: [String]) throws(InputError) -> [NamedArray] {
    guard let outer = names.first, let own = names.last else { return [] }
    guard let group = file.root.group("model_weights/\(outer)") else { return [] }
    guard var weights = weightNames(group) else {
      throw InputError(
        .malformed, "the weights of a Keras layer are not listed", expected: "an attribute weight_names",
        found: "the group '\(outer.prefix(200))'")
    }
    // A model inside the model has all of its weights in one list.
    if names.count > 1 { weights = weights.filter { $0.split(separator: "/").dropLast().last.map(String.init) == own } }
    var arrays: [NamedArray] = []
    for name in weights {
      guard let dataset = file.root.dataset("model_weights/\(outer)/\(name)") else {
        throw InputError(
          .malformed, "a weight of the Keras model is missing", expected: "the data set '\(name.prefix(200))'",
          found: "the group '\(outer.prefix(200))' without it")
      }
      arrays.append(try file.array(dataset))
    }
    return arrays
  }

  /// A long list is cut into weight_names0, weight_names1, ...
  private static func weightNames(_ group: HDF5Group) -> [String]? {
    if let names = group.attribute("weight_names") { return names.texts }
    var names: [String] = []
    var index = 0
    while let part = group.attribute("weight_names\(index)")?.texts {
      names += part
      index += 1
    }
    return index > 0 ? names : nil
  }
}
