package import InklingDatasets
package import InklingEngine
package import InklingFiles

/// What a model puts out for images, and what it is compared with.
package struct TaskOutputs {
  /// `[N, outputs]` row-major.
  package private(set) var rows: [Float] = []
  /// Numbers in a row.
  package let width: Int
  /// Those of the images, in their order.
  package let targets: Targets
  /// The sum of the images' losses.
  package private(set) var lossSum = 0.0

  /// Images that go through the model at once: a few megabytes.
  private static let chunk = 1024

  /// Runs the model on the images at `indices`, or on all, and takes the loss of each.
  ///
  /// - Throws: `InputError` (usage) for an output that the loss cannot take.
  package init(
    _ program: any AnsweringSession, on images: LabeledImages, at indices: [Int32]?, loss: any Loss
  ) throws(InputError) {
    let order = indices?.map { Int($0) } ?? Array(0..<images.count)
    let shape = program.graph.outputShape
    width = shape.count
    targets = indices == nil ? images.targets : images.targets.selecting(order)
    rows.reserveCapacity(order.count * width)
    let losses = try Self.losses(loss, of: shape, program)
    for start in stride(from: 0, to: order.count, by: Self.chunk) {
      let places = start..<min(start + Self.chunk, order.count)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(places.count * images.imageSize)
      for place in places { bytes += images[order[place]] }
      let outputs = program.logits(images: bytes)
      let answers = GradientSeed.loss(targets.selecting(Array(places)))
      for loss in try losses.gradients(of: answers, at: .values(outputs)).losses { lossSum += Double(loss) }
      rows += outputs
    }
  }

  /// The loss by itself, of given outputs: a gradient program without a layer.
  private static func losses(
    _ loss: any Loss, of outputs: Shape, _ program: any AnsweringSession
  ) throws(InputError) -> GradientProgram {
    let graph: Graph
    do throws(GraphError) {
      graph = try Graph(tracing: Sequential(), input: outputs)
    } catch {
      throw InputError(.usage, "the loss cannot be taken of the model's output: \(error)")
    }
    // The outputs are given as they are.
    let asGiven = Normalization(
      scale: Array(repeating: 1, count: outputs.channels), shift: Array(repeating: 0, count: outputs.channels))
    return try GradientProgram(
      graph, parameters: [], normalization: asGiven, loss: loss, request: GradientRequest(input: false),
      threads: program.threads, instructionSet: program.instructionSet)
  }

  /// The number of images, N.
  package var count: Int { targets.count }
  /// The mean loss; zero without images.
  package var loss: Double { count == 0 ? 0 : lossSum / Double(count) }

  /// One image's numbers.
  package subscript(image: Int) -> ArraySlice<Float> { rows[image * width..<(image + 1) * width] }
}
