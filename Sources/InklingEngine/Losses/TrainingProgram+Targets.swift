// Steps on targets that are not labels.

extension TrainingProgram {
  /// As `step(images:labels:indices:)`, with numbers for targets: those of `MSELoss`, `L1Loss`, `SmoothL1Loss` and
  /// `BCEWithLogitsLoss`, or the probabilities of `CrossEntropyLoss`. `correct` is zero.
  ///
  /// - Parameters:
  ///   - images: the data set, `[N, C, H, W]` bytes.
  ///   - targets: `[N, outputs]` row-major, one row for each image of the data set.
  ///   - indices: the batch's images by their places in the data set, from zero; 1 to `batchSize` of them.
  /// - Precondition: as there, and a loss that takes numbers.
  public func step(images: [UInt8], targets: [Float], indices: ArraySlice<Int32>) -> StepResult {
    guard let size = head.targetCount else { preconditionFailure("this program's loss takes no numbers for targets") }
    let count = images.count / imageSize
    precondition(targets.count == count * size, "\(targets.count) numbers for \(count) images of \(size) targets")
    check(images, indices, count: count)
    return images.withUnsafeBufferPointer { images in
      targets.withUnsafeBufferPointer { targets in
        indices.withUnsafeBufferPointer { indices in
          run(
            BatchSource(
              images: images.baseAddress, indices: indices.baseAddress, count: indices.count,
              targets: targets.baseAddress))
        }
      }
    }
  }

  /// As `step(images:labels:indices:)`, with a sequence of labels for each image of the data set, for `CTCLoss`.
  /// `correct` is zero.
  ///
  /// - Precondition: as there, a loss that takes sequences, and labels that are classes.
  public func step(images: [UInt8], sequences: LabelSequences, indices: ArraySlice<Int32>) -> StepResult {
    precondition(head.takesSequences, "this program's loss takes no sequences")
    precondition(
      sequences.labelBound <= graph.outputShape.channels,
      "label \(sequences.labelBound - 1) of \(graph.outputShape.channels) classes")
    check(images, indices, count: sequences.count)
    return images.withUnsafeBufferPointer { images in
      indices.withUnsafeBufferPointer { indices in
        sequences.withPointers { targets in
          run(
            BatchSource(
              images: images.baseAddress, indices: indices.baseAddress, count: indices.count, sequences: targets))
        }
      }
    }
  }
}
