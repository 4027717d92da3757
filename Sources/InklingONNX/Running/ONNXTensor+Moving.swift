import InklingFormats

// Moving numbers about, whatever they are. Shapes are the caller's to check and to take memory for.
extension ONNXTensor {
  /// The numbers of a view: an index (i, j, ...) of `shape` reads at `offset` + i * steps[0] + j * steps[1] + ...
  func strided(_ shape: [Int], offset: Int = 0, steps: [Int]) -> ONNXTensor {
    func view<Number>(_ source: [Number]) -> [Number] {
      let count = shape.reduce(1, *)
      guard count > 0 else { return [] }
      guard let last = shape.last, let step = steps.last else { return [source[offset]] }
      return [Number](unsafeUninitializedCapacity: count) { buffer, filled in
        var walk = ONNXIndexWalk(shape.dropLast(), [Array(steps.dropLast())])
        while filled < count {
          var place = offset + walk.offsets[0]
          for _ in 0..<last {
            buffer.initializeElement(at: filled, to: source[place])
            filled += 1
            place += step
          }
          walk.advance()
        }
      }
    }
    return ONNXTensor(type, shape, map(view, view, view))
  }

  /// Along each axis the entries of these numbers; -1 stands for `fill`'s one number (or zero).
  func selected(_ axes: [[Int]], fill: ONNXTensor? = nil) -> ONNXTensor {
    let steps = Self.steps(shape)
    func pick<Number>(_ source: [Number], _ empty: Number) -> [Number] {
      let count = axes.reduce(1) { $0 * $1.count }
      guard count > 0 else { return [] }
      guard let last = axes.last else { return source }
      let outer = axes.dropLast().map(\.count)
      var index = [Int](repeating: 0, count: outer.count)
      var numbers: [Number] = []
      numbers.reserveCapacity(count)
      while numbers.count < count {
        var base = 0
        for axis in index.indices {
          let entry = axes[axis][index[axis]]
          base = entry < 0 || base < 0 ? -1 : base + entry * steps[axis]
        }
        for entry in last { numbers.append(base < 0 || entry < 0 ? empty : source[base + entry]) }
        Self.advance(&index, outer)
      }
      return numbers
    }
    let storage: Storage =
      switch (self.storage, fill?.storage) {
      case (.floats(let source), .floats(let fill)?): .floats(pick(source, fill.first ?? 0))
      case (.doubles(let source), .doubles(let fill)?): .doubles(pick(source, fill.first ?? 0))
      case (.integers(let source), .integers(let fill)?): .integers(pick(source, fill.first ?? 0))
      case (.floats(let source), _): .floats(pick(source, 0))
      case (.doubles(let source), _): .doubles(pick(source, 0))
      case (.integers(let source), _): .integers(pick(source, 0))
      }
    return ONNXTensor(type, axes.map(\.count), storage)
  }

  /// Dimension `index` of the result is dimension `order[index]` of this.
  func transposed(_ order: [Int]) -> ONNXTensor {
    let steps = Self.steps(shape)
    if order == Array(shape.indices) { return self }
    return strided(order.map { shape[$0] }, steps: order.map { steps[$0] })
  }

  /// Repeated along dimensions of 1 to fill a shape that it is broadcast to.
  func expanded(to shape: [Int]) -> ONNXTensor {
    if shape == self.shape { return self }
    return strided(shape, steps: Self.broadcastSteps(self.shape, to: shape))
  }

  /// Tensors of one type one behind the other along an axis.
  static func concatenated(_ tensors: [ONNXTensor], axis: Int, shape: [Int]) -> ONNXTensor {
    let outer = shape[..<axis].reduce(1, *)
    func join<Number>(_ sources: [[Number]]) -> [Number] {
      var numbers: [Number] = []
      numbers.reserveCapacity(shape.reduce(1, *))
      for row in 0..<outer {
        for source in sources {
          let length = source.count / outer
          numbers += source[row * length..<(row + 1) * length]
        }
      }
      return numbers
    }
    let storage: Storage =
      switch tensors[0].storage {
      case .floats: .floats(join(tensors.map(\.floatList)))
      case .doubles: .doubles(join(tensors.map(\.doubleList)))
      case .integers: .integers(join(tensors.map(\.integerList)))
      }
    return ONNXTensor(tensors[0].type, shape, storage)
  }

  /// The numbers if they are held as float32; [] otherwise.
  var floatList: [Float] { if case .floats(let numbers) = storage { numbers } else { [] } }
  /// The numbers if they are held as float64; [] otherwise.
  var doubleList: [Double] { if case .doubles(let numbers) = storage { numbers } else { [] } }
  /// The numbers if they are held as whole numbers; [] otherwise.
  var integerList: [Int64] { if case .integers(let numbers) = storage { numbers } else { [] } }

  private func map(_ view: ([Float]) -> [Float], _ doubles: ([Double]) -> [Double], _ integers: ([Int64]) -> [Int64])
    -> Storage
  {
    switch storage {
    case .floats(let numbers): .floats(view(numbers))
    case .doubles(let numbers): .doubles(doubles(numbers))
    case .integers(let numbers): .integers(integers(numbers))
    }
  }

  /// How far apart the entries of each dimension are.
  static func steps(_ shape: [Int]) -> [Int] {
    var steps = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { steps[axis] = steps[axis + 1] * shape[axis + 1] }
    return steps
  }

  /// The same for a view of `shape` as `target`: 0 where a dimension is repeated.
  static func broadcastSteps(_ shape: [Int], to target: [Int]) -> [Int] {
    let own = steps(shape)
    let missing = target.count - shape.count
    return target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
    }
  }

  /// The next index in order; all zeros behind the last.
  static func advance(_ index: inout [Int], _ shape: [Int]) {
    for axis in shape.indices.reversed() {
      index[axis] += 1
      if index[axis] < shape[axis] { return }
      index[axis] = 0
    }
  }
}
