public import InklingFiles

extension ModelSpecification {
  /// The model for images of shape `input` and so many classes.
  ///
  /// - Throws: `SpecificationFault` for the first layer that does not fit, or a last one that does not give a logit a
  ///   class: as features, or as an image of height 1 with a logit a class in each column.
  package func model(input: Shape, classes: Int) throws(SpecificationFault) -> any Layer {
    let (model, output) = try SpecificationBuilder(classes: classes).build(self, input: input)
    // A row of logits for each column is what reads a text.
    let isLine = output.isImage && output.height == 1 && output.channels == classes
    guard !output.isImage || isLine else {
      throw SpecificationFault(path: "layers", sentence: Self.sentence(ofEnd: output, classes: classes))
    }
    guard isLine || output.count == classes else {
      throw SpecificationFault(
        path: "layers.\(layers.count - 1)",
        sentence:
          "is a head of \(output.count) outputs for \(classes) classes; write 'linear: classes' to follow the data")
    }
    return model
  }

  /// The end of what reads a text, as a model's document says it.
  package static let lineEnd = "a height of 1 and 'conv: {out: classes, kernel: 1}'"

  /// What is wrong with an image at the end, and what would stand there.
  private static func sentence(ofEnd output: Shape, classes: Int) -> String {
    guard output.channels != classes else {
      return "end with \(output), and what reads texts needs a height of 1, not \(output.height): bring it to 1, as by "
        + "pooling, before 'conv: {out: classes, kernel: 1}'"
    }
    return
      "end with \(output), not with a logit a class; end them with 'linear: classes', or to read texts with \(lineEnd)"
  }

  /// What it is called where a recipe lists its layers and gives it no name.
  package static let unnamed = "custom"

  private var title: String { name == Self.unnamed ? "the model" : "the model \(name)" }

  /// The network for images of shape `input` and so many classes, with every shape checked.
  ///
  /// - Throws: `InputError` of kind `.malformed` that names the layer that does not fit, and what it was given.
  public func graph(input: Shape, classes: Int) throws(InputError) -> Graph {
    precondition(input.isImage && classes > 0, "a model for \(input) and \(classes) classes")
    let model: any Layer
    do throws(SpecificationFault) {
      model = try self.model(input: input, classes: classes)
    } catch {
      throw InputError(
        .malformed, "\(title) does not fit images of \(input) and \(classes) classes",
        found: "\(error.path) \(error.sentence)")
    }
    do throws(GraphError) {
      return try Graph(tracing: model, input: input)
    } catch {
      throw InputError(.malformed, "\(title) does not fit images of \(input)", found: "\(error)")
    }
  }
}
