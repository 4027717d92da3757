package import InklingDatasets

/// How often each byte is found at the images' edges, of all channels: mostly what is drawn on, and not what is drawn.
struct EdgePixels {
  private var counts = [Int](repeating: 0, count: 256)
  private var count = 0

  /// Images that are looked at: their edges are alike.
  private static let measured = 1000

  /// The outermost pixels of the first thousand images.
  init(of images: LabeledImages) {
    let (height, width) = (images.height, images.width)
    for index in 0..<min(images.count, Self.measured) {
      let image = images[index]
      for channel in 0..<images.channels {
        for row in 0..<height {
          let start = image.startIndex + (channel * height + row) * width
          if row == 0 || row == height - 1 {
            for column in 0..<width { counts[Int(image[start + column])] += 1 }
          } else {
            counts[Int(image[start])] += 1
            counts[Int(image[start + width - 1])] += 1
          }
        }
      }
    }
    count = counts.reduce(0, +)
  }

  /// Their mean; nil where there are none.
  var mean: Double? {
    guard count > 0 else { return nil }
    return Double(counts.enumerated().reduce(0) { $0 + $1.offset * $1.element }) / Double(count)
  }

  /// The byte that half of them do not exceed; nil where there are none. Lines that reach an edge change it little.
  var median: Int? {
    var below = 0
    return counts.firstIndex { number in
      below += number
      return number > 0 && 2 * below >= count
    }
  }
}

extension Augmentation {
  /// What a person should know of edges that the augmentation makes beside the images and that are ink rather than paper:
  /// black ones about images that are dark on light, or white ones about images that are light on dark. Nil where there are
  /// none.
  package func fillNote(for images: LabeledImages) -> String? {
    let ink = PictureDescription(of: images, dataset: "").ink
    let isInk: (Int) -> Bool
    switch ink {
    case .darkOnLight: isInk = { $0 < 64 }
    case .lightOnDark: isInk = { $0 > 191 }
    case .any: return nil
    }
    let filling = fills.filter { isInk($0.fill) }
    guard let first = filling.first, let paper = EdgePixels(of: images).median else { return nil }
    let names = filling.map(\.name).joined(separator: " and ")
    return
      "\(names) of the augmentation fill\(filling.count == 1 ? "s" : "") with \(first.fill) what lies beside an image, "
      + "\(ink == .darkOnLight ? "black edges" : "white edges") about images that are \(ink.text): "
      + "a list of transforms with 'fill: \(paper)' has the paper's"
  }
}

extension PictureDescription.Ink {
  fileprivate var text: String { self == .darkOnLight ? "dark on light" : "light on dark" }
}
