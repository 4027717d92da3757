import InklingEngine
package import InklingFiles

extension Recipe {
  /// The largest learning rate that is taken for one. Rates above 30 or so are unheard of, even for plain SGD on
  /// language models; what is beyond a thousand is a slip of the finger (1e6 for 1e-6), and would only end in NaN.
  public static let largestLearningRate = 1000.0
  /// The random generator's key has 24 bits for the epoch.
  static let largestEpochs = (1 << 24) - 1
  /// The largest number of batches that make one step.
  static let largestAccumulation = 1 << 16

  /// Reads a whole document. What is wrong is added to `faults`, and the default read in its place; what is wrong only in
  /// combination is `RecipeCheck`'s matter.
  ///
  /// - Parameters:
  ///   - name: what it is called when it does not say.
  ///   - datasets: the names that `data.dataset` may have; nil for any.
  ///   - readModel: the document of a model's file.
  package init(
    reading node: DocumentNode, name: String, faults: DocumentFaults, datasets: [String]? = DataRecipe.names,
    readModel: (String) throws(InputError) -> DocumentNode = { path throws(InputError) in
      throw InputError(.missing, "no model of that name", path: path)
    }
  ) {
    let reader = MappingReader(node, path: "", faults: faults)
    self.init(name: reader.string("name") ?? name)
    description = reader.string("description")
    task = TaskRecipe(reading: reader.section("task"))
    data = DataRecipe(reading: reader.mapping("data"), datasets: datasets)
    loss = LossRecipe(reading: reader.section("loss"))
    optimizer = OptimizerRecipe(reading: reader.section("optimizer"))
    parameterGroups = (reader.mappings("parameter_groups") ?? []).compactMap { ParameterGroupRecipe(reading: $0) }
    schedule = ScheduleRecipe(reading: reader.section("schedule"))
    epochs = reader.int("epochs", in: 1...Recipe.largestEpochs) ?? 10
    batchSize = reader.int("batch_size", in: 1...Int(Int32.max)) ?? 64
    seed = reader.unsigned("seed") ?? 0
    clipping = reader.mapping("clipping").flatMap { ClippingRecipe(reading: $0) }
    accumulation = reader.int("accumulation", in: 1...Self.largestAccumulation) ?? 1
    averaging = reader.section("averaging").flatMap { AveragingRecipe(reading: $0) }
    selection = reader.mapping("selection").map { SelectionRecipe(reading: $0) }
    fineTuning = reader.mapping("fine_tuning").map { FineTuningRecipe(reading: $0) }
    let seed = seed
    ensemble = reader.mapping("ensemble").map {
      EnsembleRecipe(reading: $0, seed: seed) { Self.model($0, at: $1, faults, readModel) }
    }
    evaluation = reader.mapping("evaluation").map { EvaluationRecipe(reading: $0) }
    if let node = reader.node("augmentation"), node.text != "none" {
      augmentation = AugmentationRecipe(reading: node, path: "augmentation", faults: faults)
    }
    // Without a model a run that is fine-tuned keeps the one it starts from.
    let standard = fineTuning?.from == nil ? ModelSpecification.lenet : nil
    model =
      reader.node("model").map { node in
        node.text == Self.givenModel ? nil : Self.model(node, at: "model", faults, readModel) ?? .lenet
      } ?? standard
    reader.finishSection()
  }

  /// What stands for a network that the recipe does not name.
  static let givenModel = "none"

  private static func model(
    _ node: DocumentNode, at path: String, _ faults: DocumentFaults,
    _ readModel: (String) throws(InputError) -> DocumentNode
  ) -> ModelSpecification? {
    guard let name = node.text else {
      return ModelSpecification(reading: node, path: path, name: ModelSpecification.unnamed, faults: faults)
    }
    if let model = ModelSpecification.named(name) { return model }
    guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json") else {
      let names = ModelSpecification.builtIns.map(\.name)
      faults.add(path, at: node.place, "is unknown: found \(name); \(NearestName.hint(name, among: names))")
      return nil
    }
    let own = DocumentFaults()
    do throws(InputError) {
      let model = ModelSpecification(
        reading: try readModel(name), path: "", name: String(name.split(separator: "/").last ?? "model"), faults: own)
      try own.throwIfAny(in: "the model", path: name)
      return model
    } catch {
      // A file that is not there is missing, and one that is no model is malformed, whoever named it.
      faults.add(path, at: node.place, "cannot be read: \(error.clause)", kind: error.kind)
      return nil
    }
  }
}
