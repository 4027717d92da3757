import InklingFiles

extension Unpickler {
  private static let orderedDictionary = "collections.OrderedDict"

  /// A class or function by its name, when it is one of those that are allowed.
  mutating func pushGlobal(module: String, name: String) throws(InputError) {
    // Python 2's name of the module, as pickle itself translates it.
    let fullName = (module == "__builtin__" ? "builtins" : module) + "." + name
    guard globals.contains(fullName) else {
      let isSystem = module == "posix" || module == "nt"
      throw input.fault(
        "the file asks Python for something that tensors do not need, and was not followed",
        found: fullName.prefix(200) + (isSystem ? " (os.\(name.prefix(200)))" : ""),
        remedy: "do not trust it; a network's weights alone are saved by torch.save(model.state_dict(), path)")
    }
    try push(.global(fullName))
  }

  /// A call becomes a value of its own; only an ordered dictionary is made at once, because its items follow.
  mutating func call() throws(InputError) {
    let values = try pop(2)
    guard case .global(let name) = values[0], globals.callables.contains(name) else {
      throw input.fault("the pickle calls something that is no function", found: text(of: values[0]))
    }
    guard case .object(let index) = values[1], objects[index].kind == .tuple else {
      throw input.fault("the pickle calls \(name) without arguments")
    }
    let arguments = objects[index].items
    guard name == Self.orderedDictionary else {
      try push(object(.call(name), items: arguments))
      return
    }
    try push(PickleObject(kind: .orderedDictionary))
    if let pairs = arguments.first { try fill(objects.count - 1, with: pairs) }
  }

  /// The pairs that an ordered dictionary of older files is made of.
  private mutating func fill(_ index: Int, with pairs: PickleValue) throws(InputError) {
    guard case .object(let list) = pairs, objects[list].kind == .list else {
      throw input.fault("an ordered dictionary of the pickle is not made of pairs")
    }
    objects[index].depth = objects[list].depth
    for case let pair in objects[list].items {
      guard case .object(let pair) = pair, [.list, .tuple].contains(objects[pair].kind), objects[pair].items.count == 2
      else { throw input.fault("an ordered dictionary of the pickle is not made of pairs") }
      try set(objects[pair].items[0], to: objects[pair].items[1], in: index)
    }
  }

  private func text(of value: PickleValue) -> String {
    switch value {
    case .global(let name): name
    case .object(let index): "\(objects[index].kind)"
    default: "a plain value"
    }
  }
}
