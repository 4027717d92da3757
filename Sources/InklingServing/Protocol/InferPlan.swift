/// A request held against a model: what is computed, and in which order.
struct InferPlan {
  /// The most images of a request.
  static let mostImages = 4096

  /// One input's share.
  struct Part {
    var images: Int
    var content: InferRequest.Content
  }

  let parts: [Part]
  let outputs: [InferRequest.Output]
  var images: Int { parts.reduce(0) { $0 + $1.images } }

  init(_ request: InferRequest, _ model: any ServedModel) throws(ServedFault) {
    let known = TensorForm.outputs(of: model).map(\.name)
    for output in request.outputs {
      guard known.contains(output.name) else {
        throw .badRequest(
          "the model has no output '\(ServedFault.short(output.name))'; expected \(known.joined(separator: ", "))")
      }
      guard let classes = output.classes else { continue }
      guard output.name == TensorForm.logits || output.name == TensorForm.probabilities, classes > 0 else {
        throw .badRequest("classification is for the outputs logits and probabilities, with at least 1 class")
      }
    }
    guard Set(request.outputs.map(\.name)).count == request.outputs.count else {
      throw .badRequest("an output is asked for twice")
    }
    outputs = request.outputs.isEmpty ? known.map { .init(name: $0) } : request.outputs
    var parts: [Part] = []
    var count = 0
    for input in request.inputs {
      let part = try Self.part(input, model)
      count += part.images
      guard count <= Self.mostImages else {
        throw .badRequest("there are too many images in a request; expected at most \(Self.mostImages)")
      }
      parts.append(part)
    }
    self.parts = parts
  }

  private static func part(_ input: InferRequest.Input, _ model: any ServedModel) throws(ServedFault) -> Part {
    let images = try count(input, model)
    switch (input.name, input.content) {
    case (TensorForm.images, .bytes): return Part(images: images, content: input.content)
    case (TensorForm.images, .floats(let values)):
      var bytes = [UInt8](repeating: 0, count: values.count)
      for place in values.indices {
        let value = values[place]
        guard value >= 0, value <= 255, value.rounded() == value else {
          throw .badRequest(
            "the input 'images' takes pixels; expected whole numbers from 0 to 255, found \(value); "
              + "numbers that are normalised already are the input 'values'")
        }
        bytes[place] = UInt8(value)
      }
      return Part(images: images, content: .bytes(bytes))
    case (TensorForm.values, .floats) where model.takesValues: return Part(images: images, content: input.content)
    case (TensorForm.values, .bytes) where model.takesValues:
      throw .badRequest("the input 'values' takes normalised numbers; expected FP32, found UINT8")
    default:
      let known = TensorForm.inputs(of: model).map(\.name).joined(separator: ", ")
      throw .badRequest("the model has no input '\(ServedFault.short(input.name))'; expected \(known)")
    }
  }

  /// The images of a shape: [N, C, H, W], one image as [C, H, W], [N, C * H * W], and without C where that is 1.
  private static func count(_ input: InferRequest.Input, _ model: any ServedModel) throws(ServedFault) -> Int {
    let own = model.inputShape
    let (all, shape) = (own.reduce(1, *), input.shape)
    var forms = [own, [all]]
    if own.count == 3, own[0] == 1 { forms.append(Array(own.dropFirst())) }
    // With the images' number first, as the metadata say, before the other readings.
    for form in forms where shape.count == form.count + 1 && Array(shape.dropFirst()) == form {
      guard shape[0] > 0 else { throw .badRequest("the input '\(input.name)' holds no image") }
      return shape[0]
    }
    if forms.contains(shape) { return 1 }
    let expected = (["N"] + own.map(String.init)).joined(separator: ", ")
    throw .badRequest(
      "the input '\(ServedFault.short(input.name))' has another shape than the model's; expected [\(expected)], "
        + "found \(shape)")
  }
}
