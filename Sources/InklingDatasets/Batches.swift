/// An epoch's order cut into batches of the same size; the last one is shorter when it does not come out even.
public struct Batches: Sequence, Sendable {
  /// The indices of the images, in the order of the epoch.
  public let order: [Int32]
  /// The images of every batch but a shorter last one.
  public let batchSize: Int

  /// - Precondition: `batchSize > 0`.
  public init(_ order: [Int32], batchSize: Int) {
    precondition(batchSize > 0, "a batch of \(batchSize) images, not at least 1")
    self.order = order
    self.batchSize = batchSize
  }

  /// The number of batches.
  public var count: Int { order.count / batchSize + (order.count % batchSize == 0 ? 0 : 1) }

  /// The batch of this number.
  public subscript(index: Int) -> ArraySlice<Int32> {
    precondition(index >= 0 && index < count, "batch \(index) of \(count)")
    let start = index * batchSize
    return order[start..<start + Swift.min(batchSize, order.count - start)]
  }

  /// The batches in their order.
  public func makeIterator() -> Iterator { Iterator(batches: self) }

  /// Goes through the batches, each of them a slice of the order.
  public struct Iterator: IteratorProtocol {
    private let batches: Batches
    private var index = 0

    fileprivate init(batches: Batches) { self.batches = batches }

    /// The next batch's image indices; nil after the last batch.
    public mutating func next() -> ArraySlice<Int32>? {
      guard index < batches.count else { return nil }
      defer { index += 1 }
      return batches[index]
    }
  }
}
