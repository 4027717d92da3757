import InklingEngine
import InklingFiles
import InklingFormats

extension Graph {
  /// The nodes that the output depends on, as TensorBoard draws them: parts of the network are boxes, and the shapes of one
  /// image's values, behind an unknown batch, stand at the edges.
  ///
  /// - Throws: `InputError` of kind `.failed` for an attribute that is not finite.
  func tensorBoardNodes() throws(InputError) -> [TensorBoardNode] {
    var names: [Int: String] = [:]
    var taken: Set<String> = []
    var drawn: [TensorBoardNode] = []
    for index in live {
      let node = nodes[index]
      let name = Self.unique(node.name.split(separator: ".").joined(separator: "/"), &taken)
      names[index] = name
      var attributes = try node.operation.tensorBoardAttributes()
      attributes[TensorBoardNode.outputShapes] = .shapes([[-1] + shapes[index].dimensions])
      if !node.parameters.isEmpty { attributes["parameters"] = .text(node.parameters.joined(separator: ", ")) }
      drawn.append(
        TensorBoardNode(
          name, operation: node.operation.name, inputs: node.inputs.compactMap { names[$0] }, attributes: attributes))
    }
    return drawn
  }

  private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
    var own = name
    var number = 2
    while !taken.insert(own).inserted {
      own = "\(name)_\(number)"
      number += 1
    }
    return own
  }
}

extension Graph.Operation {
  /// PyTorch's attributes, as the operation's JSON has them.
  fileprivate func tensorBoardAttributes() throws(InputError) -> [String: TensorBoardNode.Attribute] {
    let text = try JSONText.encode(self, pretty: false)
    let document = try JSONText.decode(DocumentNode.self, from: Array(text.utf8), path: "the operation \(name)")
    var attributes: [String: TensorBoardNode.Attribute] = [:]
    for entry in document.entries ?? [] where entry.key != "kind" {
      attributes[entry.key] =
        if let flag = entry.value.bool { .flag(flag) } else if let integer = entry.value.int {
          .integer(integer)
        } else if let number = entry.value.double { .number(number) } else { .text(entry.value.flatText) }
    }
    return attributes
  }
}
