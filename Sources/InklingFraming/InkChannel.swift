package import InklingImages

/// A colour picture as the one grey in which ink stands out most.
package enum InkChannel {
  /// Grey 0...255 of a picture, shrunk until its longer side is at most `side`.
  ///
  /// Of three channels the mixture is taken along which pixels differ most from their surroundings: the first principal
  /// axis of what is left when each channel's local mean is taken away (power iteration). Black ink gives about equal
  /// parts, red ink green and blue, pale blue lines little of blue.
  package static func plane(of picture: Picture, fitting side: Int) -> Plane {
    let planes = (0..<picture.channels).map { channel in
      var plane = Plane(width: picture.width, height: picture.height)
      picture.samples.withUnsafeBufferPointer { samples in
        for index in plane.values.indices { plane.values[index] = Float(samples[index * picture.channels + channel]) }
      }
      return plane.shrunk(toFit: side)
    }
    guard planes.count == 3 else { return planes[0] }
    return mixed(planes, along: axis(of: planes))
  }

  /// A direction with non-negative parts that add up to one.
  private static func axis(of planes: [Plane]) -> SIMD3<Float> {
    let residuals = planes.map { plane in
      let small = plane.shrunk(toFit: 192)
      return small.combined(with: small.boxMeans(radius: max(max(small.width, small.height) / 10, 1)), -)
    }
    var covariance = [SIMD3<Float>](repeating: .zero, count: 3)
    for index in residuals[0].values.indices {
      let value = SIMD3(residuals[0].values[index], residuals[1].values[index], residuals[2].values[index])
      for row in 0..<3 { covariance[row] += value[row] * value }
    }
    var axis = SIMD3<Float>(repeating: 1)
    for _ in 0..<20 {
      let next = SIMD3(
        (covariance[0] * axis).sum(), (covariance[1] * axis).sum(), (covariance[2] * axis).sum())
      let length = (next * next).sum().squareRoot()
      guard length > 0 else { return SIMD3(0.299, 0.587, 0.114) }
      axis = next / length
    }
    let parts = pointwiseMax(axis, .zero)
    return parts.sum() > 0 ? parts / parts.sum() : SIMD3(0.299, 0.587, 0.114)
  }

  private static func mixed(_ planes: [Plane], along axis: SIMD3<Float>) -> Plane {
    var result = planes[0]
    for index in result.values.indices {
      result.values[index] =
        axis.x * planes[0].values[index] + axis.y * planes[1].values[index] + axis.z * planes[2].values[index]
    }
    return result
  }
}
