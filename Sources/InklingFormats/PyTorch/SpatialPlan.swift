/// How the convolutions of a chain could pad and halve their pictures so that a known size comes out.
struct SpatialPlan: Equatable {
  /// The padding of each convolution.
  let padding: [[Int]]
  /// Behind which convolutions the picture is halved.
  let isHalved: [Bool]
  /// Whether a stride of 2 does that, or max-pooling behind the layer.
  let usesStride: Bool

  /// The most convolutions of which every combination is tried.
  private static let searchLimit = 10

  /// The first plan, of the more usual ones first, that leaves `area` places of a square of one of `sizes`, and that
  /// size; nil when none does.
  ///
  /// - Parameter likely: where max-pooling probably is, to be tried first.
  static func fitting(
    area: Int, kernels: [[Int]], sizes: [Int], likely: [[Bool]]
  ) -> (plan: SpatialPlan, size: Int)? {
    let usual = usualMasks(count: kernels.count)
    let all = allMasks(count: kernels.count)
    let tries = [(likely, false, sizes), (usual, false, sizes), (usual, true, sizes), (all, false, [sizes[0]])]
    for (masks, usesStride, sizes) in tries + [(all, true, [sizes[0]])] {
      for size in sizes {
        for isHalved in masks {
          for isPadded in [false, true] {
            let padding = kernels.map { $0.map { isPadded ? ($0 - 1) / 2 : 0 } }
            let plan = SpatialPlan(padding: padding, isHalved: isHalved, usesStride: usesStride)
            if let sides = plan.sides(kernels: kernels, size: size), sides[0] * sides[1] == area { return (plan, size) }
          }
        }
      }
    }
    return nil
  }

  /// With padding that keeps the size, halved behind all layers but the last while something is left.
  static func beforeGlobalPool(kernels: [[Int]], size: Int) -> SpatialPlan {
    var side = size
    let isHalved = kernels.indices.map { index in
      let halves = index < kernels.count - 1 && side >= 4
      if halves { side /= 2 }
      return halves
    }
    return SpatialPlan(padding: kernels.map { $0.map { ($0 - 1) / 2 } }, isHalved: isHalved, usesStride: false)
  }

  /// Height and width behind the last layer; nil when nothing is left before it.
  func sides(kernels: [[Int]], size: Int) -> [Int]? {
    var sides = [size, size]
    for (index, kernel) in kernels.enumerated() {
      for dimension in 0..<2 {
        let rest = sides[dimension] + 2 * padding[index][dimension] - kernel[dimension]
        guard rest >= 0 else { return nil }
        sides[dimension] = isHalved[index] && usesStride ? rest / 2 + 1 : rest + 1
        if isHalved[index], !usesStride { sides[dimension] /= 2 }
        guard sides[dimension] > 0 else { return nil }
      }
    }
    return sides
  }

  /// Behind all, behind every second, behind the last, behind all but the last, behind none.
  private static func usualMasks(count: Int) -> [[Bool]] {
    let places = 0..<count
    return [
      places.map { _ in true }, places.map { !$0.isMultiple(of: 2) }, places.map { $0 == count - 1 },
      places.map { $0 < count - 1 }, places.map { _ in false },
    ]
  }

  private static func allMasks(count: Int) -> [[Bool]] {
    guard count <= searchLimit else { return [] }
    return (0..<(1 << count)).map { mask in (0..<count).map { mask >> $0 & 1 == 1 } }
  }
}
