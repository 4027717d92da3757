import InklingDatasets

/// An epoch's batches, to go through the model once more: what the running statistics of averaged weights are measured
/// on. Images, order, augmentation and dropout are those that the epoch was trained with.
package struct EpochPass {
  /// The training set's bytes, [N, C, H, W].
  let images: [UInt8]
  /// The images that are trained on.
  let training: [Int32]
  let batchSize: Int
  let epoch: Int
  /// The number of its first batch in the run.
  let firstStep: Int
  /// What the epoch's order follows from; nil for the order of the file.
  let seed: UInt64?

  var batches: [ArraySlice<Int32>] {
    let order = seed.map { Shuffling.order(of: training, seed: $0, epoch: epoch) } ?? training
    let batches = Batches(order, batchSize: batchSize)
    return (0..<batches.count).map { batches[$0] }
  }
}
