import InklingKernelInterface

// How a block's images come in and what is done with its outputs, for training, inference and probes.

/// Bytes of the data set, gathered and normalised.
func gatherBytes(_ shape: Shape, _ normalization: Normalization, _ kernels: KernelTable)
  -> (Buffer) -> BlockProgram.Bind
{
  let (channels, plane, bytes) = (shape.channels, shape.plane, shape.count)
  let scale = Table(normalization.scale)
  let shift = Table(normalization.shift)
  return { input in
    { plan in
      let place = plan[input]
      return { context in
        let header = context.header
        fillHeader(context)
        if context.source.preparation != nil {
          prepareImages(context, imageBytes: bytes)
        } else {
          guard let images = context.source.images else { return }
          for lane in 0..<16 { header.images[lane] = images + context.index(ofLane: lane) * bytes }
        }
        kernels.gather(
          Gather(
            images: UnsafePointer(header.images), channels: channels, plane: plane, scale: scale.pointer,
            shift: shift.pointer, output: context.address(place), lanes: context.lanes))
      }
    }
  }
}

/// What the images of a block are compared with, as long as nothing is mixed into them.
private func fillHeader(_ context: borrowing BlockContext) {
  let header = context.header
  for lane in 0..<16 {
    let index = context.index(ofLane: lane)
    header.labels[lane] = context.source.targets.labels.map { $0[index] } ?? 0
    header.secondLabels[lane] = header.labels[lane]
    header.shares[lane] = 1
  }
}

/// The labels that are mixed into those of the header.
private func fillMixture(_ context: borrowing BlockContext) {
  guard let labels = context.source.secondLabels, let shares = context.source.shares else { return }
  for lane in 0..<16 {
    context.header.secondLabels[lane] = labels[context.index(ofLane: lane)]
    context.header.shares[lane] = shares[context.index(ofLane: lane)]
  }
}

/// The network's inputs as rows of numbers; or, without them, as `gatherBytes`.
func gatherRows(_ shape: Shape, _ normalization: Normalization, _ kernels: KernelTable)
  -> (Buffer) -> BlockProgram.Bind
{
  let gather = gatherBytes(shape, normalization, kernels)
  return { input in
    let bind = gather(input)
    return { plan in
      let (place, gather) = (plan[input], bind(plan))
      return { context in
        guard let rows = context.source.inputRows else { return gather(context) }
        fillHeader(context)
        fillMixture(context)
        loadRows(rows, shape.count, into: context.address(place), context)
      }
    }
  }
}

/// Softmax, cross-entropy, predictions and the logits' gradient; the results also go to the source's arrays.
func crossEntropyHead(_ classes: Int, _ kernels: KernelTable) -> (Buffer, Buffer?) -> BlockProgram.Bind {
  { output, gradient in
    { plan in
      let logits = plan[output]
      // Without training the gradient is nobody's: it overwrites the logits, once they are copied out.
      let target = gradient.map { plan[$0] } ?? logits
      return { context in
        copyRows(of: context.address(logits), classes, to: context.source.outputs, context)
        let header = context.header
        for lane in 0..<16 { header.lossScales[lane] = lane < context.count ? context.source.lossScale : 0 }
        kernels.softmaxCrossEntropy(
          SoftmaxCrossEntropy(
            logits: context.address(logits), classes: classes, labels: header.labels, scale: header.lossScales,
            gradient: context.address(target), losses: header.losses, predictions: header.predictions))
        for lane in 0..<context.count {
          context.source.losses?[context.first + lane] = header.losses[lane]
          context.source.predictions?[context.first + lane] = header.predictions[lane]
        }
      }
    }
  }
}

/// The outputs alone, for those that are no logits of an image's class.
func rowsHead(_ count: Int, at offset: Int, of width: Int) -> (Buffer, Buffer?) -> BlockProgram.Bind {
  { output, _ in
    { plan in
      let place = plan[output]
      return { copyRows(of: $0.address(place), count, to: $0.source.outputs.map { $0 + offset }, width: width, $0) }
    }
  }
}

extension BlockContext {
  /// The place in the data set of a lane's image. Lanes without an image repeat the first: what they hold must be finite.
  @inline(__always)
  func index(ofLane lane: Int) -> Int {
    let image = first + (lane < count ? lane : 0)
    return source.indices.map { Int($0[image]) } ?? image
  }
}

/// Elements to rows, one an image.
///
/// - Parameter width: from one row to the next; nil for `count`.
func copyRows(
  of elements: UnsafeMutableRawPointer, _ count: Int, to rows: UnsafeMutablePointer<Float>?, width: Int? = nil,
  _ context: borrowing BlockContext
) {
  guard let rows else { return }
  let values = elements.assumingMemoryBound(to: Float.self)
  for lane in 0..<context.count {
    let row = rows + (context.first + lane) * (width ?? count)
    for element in 0..<count { row[element] = values[element * 16 + lane] }
  }
}

/// Rows to elements; lanes without an image become zero.
///
/// - Parameter width: from one row to the next; nil for `count`.
func loadRows(
  _ rows: UnsafePointer<Float>?, _ count: Int, into elements: UnsafeMutableRawPointer, width: Int? = nil,
  _ context: borrowing BlockContext
) {
  guard let rows else { return }
  let values = elements.assumingMemoryBound(to: Float.self)
  for lane in 0..<16 {
    let row = rows + (context.first + lane) * (width ?? count)
    for element in 0..<count { values[element * 16 + lane] = lane < context.count ? row[element] : 0 }
  }
}
