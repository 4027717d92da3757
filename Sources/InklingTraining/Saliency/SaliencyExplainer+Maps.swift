import InklingEngine
import InklingFiles

extension SaliencyExplainer {
  func gradCAM(_ label: Int, _ pixels: [UInt8]) throws(InputError) -> SaliencyMap {
    let shape = model.graph.inputShape
    guard let features else {
      throw InputError(
        .usage, "Grad-CAM needs a convolution, and the network has none", path: model.title,
        remedy: "take another method")
    }
    let found = try features.program.gradients(of: .output(label), at: .images(pixels))
    guard let activation = found.activations[features.node], let gradient = activation.gradient else {
      return SaliencyMap(height: shape.height, width: shape.width, values: Array(repeating: 0, count: shape.plane))
    }
    let (plane, channels) = (activation.shape.plane, activation.shape.channels)
    var sums = [Float](repeating: 0, count: plane)
    for channel in 0..<channels {
      let places = channel * plane..<(channel + 1) * plane
      let weight = gradient[places].reduce(0, +) / Float(plane)
      for place in places { sums[place - channel * plane] += weight * activation.values[place] }
    }
    return SaliencyMap(
      height: shape.height, width: shape.width,
      values: Self.enlarged(
        sums.map { max($0, 0) }, height: activation.shape.height, width: activation.shape.width, to: shape))
  }

  /// Bilinear, the middles of both images on each other.
  private static func enlarged(_ values: [Float], height: Int, width: Int, to shape: Shape) -> [Float] {
    func places(_ count: Int, _ of: Int) -> [(Int, Int, Float)] {
      (0..<count).map { place in
        let at = min(max((Float(place) + 0.5) * Float(of) / Float(count) - 0.5, 0), Float(of - 1))
        let low = Int(at)
        return (low, min(low + 1, of - 1), at - Float(low))
      }
    }
    let (rows, columns) = (places(shape.height, height), places(shape.width, width))
    return rows.flatMap { top, bottom, down in
      columns.map { left, right, across in
        let above = values[top * width + left] * (1 - across) + values[top * width + right] * across
        let below = values[bottom * width + left] * (1 - across) + values[bottom * width + right] * across
        return above * (1 - down) + below * down
      }
    }
  }

  /// The mean over all squares that cover a pixel.
  func occlusion(_ label: Int, _ pixels: [UInt8]) -> SaliencyMap {
    let shape = model.graph.inputShape
    let side = max(2, min(shape.height, shape.width) / 7)
    let step = max(1, side / 2)
    let blank = blank(pixels)
    let rows = Array(stride(from: 0, to: max(shape.height - side, 0) + 1, by: step))
    let columns = Array(stride(from: 0, to: max(shape.width - side, 0) + 1, by: step))
    var images = pixels
    for row in rows {
      for column in columns {
        var image = pixels
        for channel in 0..<shape.channels {
          for y in row..<min(row + side, shape.height) {
            for x in column..<min(column + side, shape.width) {
              let place = (channel * shape.height + y) * shape.width + x
              image[place] = blank[place]
            }
          }
        }
        images += image
      }
    }
    let probabilities = session.probabilities(images: images)
    let classes = model.classNames.count
    var (sums, counts) = ([Float](repeating: 0, count: shape.plane), [Float](repeating: 0, count: shape.plane))
    for (number, row) in rows.enumerated() {
      for (other, column) in columns.enumerated() {
        let image = 1 + number * columns.count + other
        let loss = Float(probabilities[label] - probabilities[image * classes + label])
        for y in row..<min(row + side, shape.height) {
          for x in column..<min(column + side, shape.width) {
            sums[y * shape.width + x] += loss
            counts[y * shape.width + x] += 1
          }
        }
      }
    }
    return SaliencyMap(
      height: shape.height, width: shape.width, values: zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 })
  }
}
