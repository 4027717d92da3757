/// How Keras's elements of one value lie in the graph's.
enum KerasLayout: Equatable {
  /// Keras's dimension i is the graph's dimension `axes[i]`: [1, 2, 0] for [H, W, C], [0] for features.
  case axes([Int])
  /// Features whose k-th in Keras is the graph's `order[k]`: what flattening another order of dimensions gives.
  case order([Int])
  /// [H, W], which is one channel of the graph.
  case plane

  /// For each element of a value of this shape in Keras, row-major, its place in the graph's.
  func places(of shape: [Int]) -> [Int] {
    let count = shape.reduce(1, *)
    switch self {
    case .order(let order): return order
    case .plane: return Array(0..<count)
    case .axes(let axes):
      // The graph's strides, dimension by dimension of Keras.
      var strides = [Int](repeating: 1, count: axes.count)
      var step = 1
      for axis in axes.indices.reversed() {
        guard let dimension = axes.firstIndex(of: axis) else { continue }
        strides[dimension] = step
        step *= shape[dimension]
      }
      var places = [0]
      for (dimension, size) in shape.enumerated() {
        places = places.flatMap { place in (0..<size).map { place + $0 * strides[dimension] } }
      }
      return places
    }
  }
}

/// A value of the Keras model: which node of the graph gives it, and how.
struct KerasValue {
  var node: Int
  /// As Keras has it, without the batch.
  var shape: [Int]
  var layout: KerasLayout
  /// For the graph's input alone: what the layers before have done with it, channel by channel.
  var affine = KerasAffine()

  var count: Int { shape.reduce(1, *) }
  var isImage: Bool { shape.count == 3 }
  var isFeatures: Bool { shape.count == 1 }

  /// Numbers in the order of Keras's elements, in the graph's order.
  func inGraphOrder(_ values: [Float]) -> [Float] {
    if case .axes([0]) = layout { return values }
    var result = [Float](repeating: 0, count: values.count)
    for (index, place) in layout.places(of: shape).enumerated() { result[place] = values[index] }
    return result
  }
}

/// `x * scale + shift`, for each channel of the graph's input or for all at once.
struct KerasAffine: Equatable {
  var scale: [Double] = [1]
  var shift: [Double] = [0]

  var isIdentity: Bool { self == KerasAffine() }

  /// This, and then another.
  func followed(by scale: [Double], _ shift: [Double]) -> KerasAffine {
    let count = max(self.scale.count, scale.count)
    func at(_ list: [Double], _ index: Int) -> Double { list.count == 1 ? list[0] : list[index] }
    return KerasAffine(
      scale: (0..<count).map { at(self.scale, $0) * at(scale, $0) },
      shift: (0..<count).map { at(self.shift, $0) * at(scale, $0) + at(shift, $0) })
  }
}
