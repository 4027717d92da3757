extension TrainingProgram {
  /// Averaged weights with statistics that were measured, and when.
  struct Measured {
    let steps: Int
    let updates: Int
    let epoch: Int
    let firstStep: Int
    let tensors: [NamedTensor]
  }

  /// The averaged weights by PyTorch's names, shapes and order; the weights themselves without averaging, or before its
  /// first update.
  ///
  /// Running statistics are averaged with the rest. For an EMA that is usual; the network of an SWA, which no step has
  /// trained, has others: `averagedParameters(measuredOn:batches:)`.
  public func averagedParameters() -> [NamedTensor] {
    guard hasAverage, let average = engine.updates.average else { return namedParameters() }
    return ParameterValues(entries: engine.program.entries).tensors(average.floats)
  }

  /// The averaged weights of an SWA with the running statistics of batch normalisation measured on them, as PyTorch's
  /// `update_bn`: each batch goes forward as in training (prepared images and dropout included), and the statistics are
  /// the means over the batches. Nothing of the training changes.
  ///
  /// The same as `averagedParameters()` for an EMA, before the average begins, and where no running statistics are taken
  /// from batches.
  ///
  /// - Parameters:
  ///   - images: the training set, `[N, C, H, W]` bytes; none where the preparation draws them.
  ///   - batches: of its images' indices.
  /// - Precondition: batches as `step` takes them.
  public func averagedParameters(measuredOn images: [UInt8], batches: [ArraySlice<Int32>]) -> [NamedTensor] {
    averagedParameters(measuredOn: images, batches, epoch: epoch, firstStep: max(stepCount - batches.count, 0))
  }

  /// - Parameters:
  ///   - epoch: that the images are prepared for.
  ///   - firstStep: the number of the first batch, by which random layers draw.
  package func averagedParameters(
    measuredOn images: [UInt8], _ batches: @autoclosure () -> [ArraySlice<Int32>], epoch: Int, firstStep: Int
  ) -> [NamedTensor] {
    guard hasAverage, case .mean = updates.averaging?.rule, engine.measuresStatistics,
      let average = engine.updates.average
    else { return averagedParameters() }
    if let measured, measured.steps == stepCount, measured.updates == updateCount, measured.epoch == epoch,
      measured.firstStep == firstStep
    {
      return measured.tensors
    }
    let batches = batches()
    let tensors = engine.withWeights(average) {
      for (number, batch) in batches.enumerated() {
        measure(images, batch, epoch: epoch, step: firstStep + number, share: 1 / Float(number + 1))
      }
      return namedParameters()
    }
    measured = Measured(
      steps: stepCount, updates: updateCount, epoch: epoch, firstStep: firstStep, tensors: tensors)
    return tensors
  }

  private var hasAverage: Bool { updateCount >= updates.averaging?.firstStep ?? .max }

  private func measure(_ images: [UInt8], _ indices: ArraySlice<Int32>, epoch: Int, step: Int, share: Float) {
    check(images, indices, count: count(images))
    images.withUnsafeBufferPointer { images in
      indices.withUnsafeBufferPointer { indices in
        engine.measureStatistics(
          BatchSource(
            images: images.baseAddress, indices: indices.baseAddress, count: indices.count, seed: seed, step: step,
            preparation: prepared(for: epoch)), share: share)
      }
    }
  }
}
