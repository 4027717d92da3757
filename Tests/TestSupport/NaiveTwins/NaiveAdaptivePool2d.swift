/// `torch.nn.AdaptiveAvgPool2d` and `AdaptiveMaxPool2d`: output i of n looks at the inputs j of s with
/// floor(i s / n) <= j < ceil((i + 1) s / n).
public struct NaiveAdaptivePool2d: Sendable {
  public var outputSize: (Int, Int)
  public var isMaximum: Bool

  public init(outputSize: (Int, Int), isMaximum: Bool = false) {
    self.outputSize = outputSize
    self.isMaximum = isMaximum
  }

  /// Input [N, C, H, W].
  public func forward(_ input: NaiveTensor) -> NaiveTensor {
    var output = NaiveTensor(shape: [input.shape[0], input.shape[1], outputSize.0, outputSize.1])
    forEachWindow(input.shape) { place, elements in
      output.values[place] =
        isMaximum
        ? input.values[winner(elements, input)]
        : elements.reduce(0) { $0 + input.values[$1] } / Double(elements.count)
    }
    return output
  }

  public func inputGradient(_ input: NaiveTensor, outputGradient: NaiveTensor) -> NaiveTensor {
    var gradient = NaiveTensor(shape: input.shape)
    forEachWindow(input.shape) { place, elements in
      let value = outputGradient.values[place]
      if isMaximum {
        gradient.values[winner(elements, input)] += value
      } else {
        for element in elements { gradient.values[element] += value / Double(elements.count) }
      }
    }
    return gradient
  }

  /// The first among equals.
  private func winner(_ elements: [Int], _ input: NaiveTensor) -> Int {
    elements.reduce(elements[0]) { input.values[$1] > input.values[$0] ? $1 : $0 }
  }

  private func forEachWindow(_ shape: [Int], _ body: (Int, [Int]) -> Void) {
    let (height, width) = (shape[2], shape[3])
    for plane in 0..<shape[0] * shape[1] {
      for y in 0..<outputSize.0 {
        for x in 0..<outputSize.1 {
          let elements = (0..<height * width).filter { element in
            contains(element / width, y, outputSize.0, height) && contains(element % width, x, outputSize.1, width)
          }
          body((plane * outputSize.0 + y) * outputSize.1 + x, elements.map { plane * height * width + $0 })
        }
      }
    }
  }

  private func contains(_ place: Int, _ index: Int, _ count: Int, _ size: Int) -> Bool {
    let first = Int((Double(index * size) / Double(count)).rounded(.down))
    let last = Int((Double((index + 1) * size) / Double(count)).rounded(.up))
    return first <= place && place < last
  }
}
