/// Goes through the indices of a shape in order, with the places that they have in several arrays.
struct ONNXIndexWalk {
  /// The current place in each array.
  private(set) var offsets: [Int]
  private let shape: [Int]
  private let steps: [[Int]]
  private var index: [Int]

  init(_ shape: some Collection<Int>, _ steps: [[Int]]) {
    (self.shape, self.steps) = (Array(shape), steps)
    index = [Int](repeating: 0, count: shape.count)
    offsets = [Int](repeating: 0, count: steps.count)
  }

  /// On to the next index; behind the last the first follows.
  mutating func advance() {
    for axis in shape.indices.reversed() {
      index[axis] += 1
      for array in offsets.indices { offsets[array] += steps[array][axis] }
      if index[axis] < shape[axis] { return }
      for array in offsets.indices { offsets[array] -= steps[array][axis] * shape[axis] }
      index[axis] = 0
    }
  }
}
