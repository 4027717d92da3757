public import InklingEngine
public import InklingFiles
public import InklingTraining

/// A network at work on one image, step by step, with the actual numbers: each operation's formula, one place of its result
/// written out (products, bias, sum), its feature maps, the logits and the softmax.
///
///     let model = try TrainedModel(contentsOf: "runs/digits")
///     let explanation = try Explanation(of: model, at: pixels, image: "test image 7")
///     print(explanation.text(TextLayout(columns: 100)))
///     try DurableFile.write(Array(explanation.page().utf8), to: "seven.html")
///
/// The numbers are the engine's own, in evaluation mode. What is written out is computed again from them, in double
/// precision, and agrees with what the engine found: see `WorkedExample.agrees`.
public struct Explanation: Sendable, Equatable {
  /// What the model is called.
  public var title: String
  /// What the image is called: a file, or a number of a test set.
  public let image: String
  /// The image's bytes, [C, H, W].
  public let pixels: [UInt8]
  /// The shape of the image.
  public let imageShape: Shape
  /// The model's operations in their order, the preparation of the image first, and behind them the softmax of a model
  /// that tells classes apart.
  public let steps: [ExplanationStep]
  /// What the model says of the image.
  public let answer: Answer
  /// How the image was made of a picture; nil for one that was given as it is.
  public internal(set) var picture: ExplainedPicture?

  /// What a model says of an image.
  public enum Answer: Sendable, Equatable {
    /// The probability of each class.
    case classes(Prediction)
    /// The text that it reads, with the probabilities of the whole of it and of each character.
    case text(TextAnswer)
    /// Its outputs as they are: quantities, or a logit for each of several labels.
    case outputs([Float])
  }

  /// Looks at the model while it answers.
  ///
  /// - Parameters:
  ///   - model: of any graph.
  ///   - pixels: [C, H, W], a byte each, of the model's size.
  ///   - image: what the image is called.
  ///   - limits: how much of a large network is written out.
  /// - Throws: `InputError`: `.malformed` for another number of bytes and for weights that give numbers that are not finite,
  ///   `.usage` for a model that cannot be looked into, `.unavailable` when there is not enough memory.
  public init(
    of model: TrainedModel, at pixels: [UInt8], image: String, limits: ExplanationLimits = ExplanationLimits()
  ) throws(InputError) {
    let outputs = try model.predictor().logits(pixels)
    let answer = try Self.answer(of: model, to: pixels, outputs)
    title = model.title
    self.image = image
    self.pixels = pixels
    imageShape = model.graph.inputShape
    self.answer = answer
    let nodes = try ObservedNetwork(model, at: pixels)
    var steps: [ExplanationStep] = []
    for node in nodes.nodes { steps.append(ExplanationStep(of: node, model, pixels, limits)) }
    switch answer {
    case .classes(let prediction):
      steps[steps.count - 1].nameClasses(prediction.classNames)
      steps.append(ExplanationStep(softmaxOf: outputs, prediction, limits))
    case .text: steps[steps.count - 1].nameCharacters(model.classNames)
    case .outputs: break
    }
    self.steps = steps
  }

  private static func answer(
    of model: TrainedModel, to pixels: [UInt8], _ outputs: [Float]
  ) throws(InputError) -> Answer {
    switch model.description.task.name {
    case .classify: .classes(try model.predictor().predict(pixels))
    case .read: .text(try model.predictor().readText(pixels))
    case .severalLabels, .regress: .outputs(outputs)
    }
  }
}

/// How much of a large network an explanation writes out.
public struct ExplanationLimits: Sendable, Equatable {
  /// Channels, kernels and classes of one operation whose numbers are written out; those with the largest results.
  public var examples: Int
  /// The most terms of a sum that is written out; longer ones are shown by their formula alone.
  public var terms: Int
  /// Feature maps of one operation that are shown.
  public var maps: Int

  /// - Precondition: positive numbers.
  public init(examples: Int = 16, terms: Int = 65_536, maps: Int = 32) {
    precondition(examples > 0 && terms > 0 && maps > 0, "limits of \(examples), \(terms) and \(maps)")
    self.examples = examples
    self.terms = terms
    self.maps = maps
  }
}
