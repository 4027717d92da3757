import InklingEngine
import InklingFiles
import InklingFormats
import InklingHDF5
import InklingONNX
import InklingQuantization
import InklingTraining

/// Makes a model of another program's file.
struct ModelImporter {
  let path: String
  var options: ImportOptions
  let instructionSet: InstructionSet

  /// The network of a file that has one; nil for a file of another kind.
  ///
  /// - Parameter output: which of an ONNX model's outputs is taken; nil for the only one.
  static func network(of path: String, output: String? = nil) throws(InputError) -> ImportedNetwork? {
    switch try FileInspector.all.kind(of: path) {
    case .onnx: try ImportedNetwork(ONNXModel(path: path), path: path, output: output)
    case .keras, .hdf5: try KerasFile.read(try FileBytes.read(path), path: path).network
    default: nil
    }
  }

  /// A file that has its network.
  func network(_ network: ImportedNetwork) throws(InputError) -> (TrainedModel, [String]) {
    try options.requireNoNetwork(for: path)
    let description = try description(of: network)
    let card = network.card.map { ModelCard(text: $0) } ?? ModelCard()
    var model = try make(description, network).carrying(card)
    var unsaid = self
    unsaid.options.pixels = PixelOptions()
    let (refusal, refusalNote) = self.refusal(
      network.input, try unsaid.normalization(of: network).factors, for: description)
    model.refusal = refusal
    let notes = [try normalization(of: network).note, framingNote(description, network.input), refusalNote]
    return (model, network.notes + notes.compactMap(\.self))
  }

  /// The threshold of refusal that a file says, unless it was measured on other inputs than the model has now.
  ///
  /// - Parameters:
  ///   - said: what the file says.
  ///   - normalization: what turns bytes into inputs by what the file says.
  /// - Returns: the threshold, and what a person should know of one that is left out.
  func refusal(
    _ said: InputDescription?, _ normalization: Normalization, for description: ModelDescription
  ) -> (RefusalThreshold?, note: String?) {
    guard let said, let threshold = said.refusal else { return (nil, nil) }
    let (picture, own) = (said.picture, description.picture)
    let isSame =
      picture.framing == own.framing && picture.ink == own.ink && normalization == description.normalization
      && said.image == description.graph.inputShape.dimensions
    if isSame { return (threshold, nil) }
    return (
      nil,
      "The file's threshold of refusal was measured on pictures that became inputs otherwise than is said now: it is left "
        + "out, and only blank pictures that are framed are refused."
    )
  }

  /// What is known of such a network without its weights.
  func description(of network: ImportedNetwork) throws(InputError) -> ModelDescription {
    let task = network.task.name == .read ? network.task : network.input?.task ?? network.task
    let factors = try normalization(of: network).factors
    if let fault = factors.fault {
      throw InputError(
        .malformed, "what turns pixels into inputs cannot be followed", path: path, found: fault,
        remedy: "'inkling run' answers with the file as it is")
    }
    let description = ModelDescription(
      name: name, graph: network.graph,
      classNames: try classNames(network.input?.classNames ?? network.classNames, of: network.graph, task),
      normalization: factors, task: task,
      picture: options.pixels.picture(network.input?.picture))
    // Where the file says what the network learned, it must be a network for that, for every command.
    if network.input != nil {
      do throws(InputError) { try description.check() } catch { throw error.naming(path) }
    }
    return description
  }

  /// The names of the classes.
  ///
  /// - Parameter own: those of the file; nil where it has none.
  /// - Throws: `InputError`: `.usage` for names that a person gave and the network does not have; `.malformed` for the file's
  ///   own that no model can have.
  func classNames(_ own: [String]?, of graph: Graph, _ task: TaskRecipe) throws(InputError) -> [String] {
    let count = task.name == .read ? graph.outputShape.channels : graph.outputShape.count
    let names = try options.classNames(own, count, path)
    do throws(InputError) {
      try ClassNames.check(names, for: task)
      guard task.name == .regress || names.count == count else {
        throw InputError(
          .malformed, "the class names are not the network's", expected: "\(count)", found: "\(names.count)")
      }
      return names
    } catch {
      throw InputError(
        error.kind, error.what, path: path, expected: error.expected, found: error.found,
        remedy: options.classNames == nil ? "name the classes with --classes" : nil)
    }
  }

  /// What a person should know where nobody says how pictures become the model's images.
  func framingNote(_ description: ModelDescription, _ said: InputDescription?) -> String? {
    let shape = description.graph.inputShape
    guard said == nil, options.pixels.framing == nil, description.task.name == .classify, shape.isImage,
      shape.channels == 1
    else { return nil }
    return
      "The file does not say how its images are framed: pictures are only brought to their size (--framed digit, for "
      + "a model of digits that are framed as MNIST's)."
  }

  /// What turns bytes into the graph's inputs. What a file computes itself comes behind what a person says, and what an export
  /// noted beside it gives way to it.
  private func normalization(of network: ImportedNetwork) throws(InputError) -> (factors: Normalization, note: String?)
  {
    let channels = network.graph.inputShape.channels
    let unit = Normalization(mean: 0, deviation: 1, channels: channels)
    var own = network.isNormalizationNoted ? nil : network.normalization
    if own == nil, network.takesBytes { own = Normalization(scale: unit.scale.map { _ in 1 }, shift: unit.shift) }
    if let given = try options.pixels.normalization(channels: channels) {
      return (own.map { given.followed(by: $0) } ?? given, nil)
    }
    guard let own else {
      if let noted = network.normalization { return (noted, nil) }
      return (
        unit, "The file does not say how pixels become inputs: bytes are divided by 255 (--pixels, --mean, --std)."
      )
    }
    // A factor above a tenth is none for bytes: it would make inputs of tens and hundreds.
    guard !network.takesBytes, own.scale.contains(where: { $0.magnitude > 0.1 }) else { return (own, nil) }
    return (
      unit.followed(by: own),
      "The file's own normalisation is of numbers from 0 to 1, it seems: bytes are divided by 255 first (--pixels)."
    )
  }

  /// The model of a network, on bytes where the file has it so.
  private func make(
    _ description: ModelDescription, _ network: ImportedNetwork
  ) throws(InputError) -> TrainedModel {
    guard let arrays = network.quantizedArrays else { return try make(description, network.parameters) }
    try options.pixels.requireEffect(on: description, path)
    do {
      let quantized = try QuantizedModel(
        graph: description.graph, normalization: description.normalization, arrays: arrays)
      var model = try TrainedModel(
        description, quantized: quantized,
        record: network.quantization ?? QuantizationRecord(method: QuantizationRecord.unknown, images: 0),
        instructionSet: instructionSet)
      model.origin = TrainedModel.Origin(path: path)
      return model
    } catch {
      throw error.naming(path)
    }
  }

  func make(
    _ description: ModelDescription, _ parameters: [NamedTensor]
  ) throws(InputError) -> TrainedModel {
    try options.pixels.requireEffect(on: description, path)
    do {
      var model = try TrainedModel(
        description, parameters: parameters,
        goldenImages: TrainedModel.madeUpImages(of: description.graph.inputShape.count), instructionSet: instructionSet)
      model.origin = TrainedModel.Origin(path: path)
      return model
    } catch {
      throw error.naming(path)
    }
  }

  /// The file's name without its ending.
  var name: String {
    let file = path.split(separator: "/").last ?? "model"
    return String((file.lastIndex(of: ".").map { file[..<$0] } ?? file).prefix(100))
  }
}

extension Normalization {
  /// This, and then another on what it gives.
  fileprivate func followed(by other: Normalization) -> Normalization {
    Normalization(
      scale: zip(scale, other.scale).map { $0 * $1 },
      shift: zip(zip(shift, other.scale), other.shift).map { $0.0 * $0.1 + $1 })
  }
}
