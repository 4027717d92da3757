import InklingEngine

/// One axis of a pooling's window: the places of the input that it covers, and how many positions a mean counts.
struct PoolingWindow {
  let places: [Int]
  /// With padding, cut off at its end.
  let counted: Int

  /// Window `index` of a pooling layer over `size` elements; PyTorch's rule.
  init(_ index: Int, size: Int, kernel: Int, stride: Int, padding: Int, dilation: Int = 1) {
    let start = index * stride - padding
    places = (0..<kernel).map { start + $0 * dilation }.filter { (0..<size).contains($0) }
    counted = min(start + kernel, size + padding) - start
  }

  /// Window `index` of `count` that share `size` elements: from `floor(i * s / n)` to `ceil((i + 1) * s / n)`.
  init(adaptive index: Int, of count: Int, size: Int) {
    places = Array(index * size / count..<((index + 1) * size + count - 1) / count)
    counted = places.count
  }
}

extension ObservedNode {
  /// The window of the result in this row and column.
  private func window(_ row: Int, _ column: Int) -> (rows: PoolingWindow, columns: PoolingWindow) {
    let (height, width) = (input.shape.height, input.shape.width)
    switch operation {
    case .maxPool2d(let a):
      return (
        PoolingWindow(
          row, size: height, kernel: a.kernelSize.height, stride: a.stride.height, padding: a.padding.height,
          dilation: a.dilation.height),
        PoolingWindow(
          column, size: width, kernel: a.kernelSize.width, stride: a.stride.width, padding: a.padding.width,
          dilation: a.dilation.width)
      )
    case .avgPool2d(let a):
      return (
        PoolingWindow(
          row, size: height, kernel: a.kernelSize.height, stride: a.stride.height, padding: a.padding.height),
        PoolingWindow(
          column, size: width, kernel: a.kernelSize.width, stride: a.stride.width, padding: a.padding.width)
      )
    default:
      return (
        PoolingWindow(adaptive: row, of: result.shape.height, size: height),
        PoolingWindow(adaptive: column, of: result.shape.width, size: width)
      )
    }
  }

  private var isMaximum: Bool {
    switch operation {
    case .maxPool2d, .adaptiveMaxPool2d: true
    default: false
    }
  }

  /// What the sum of a window is divided by.
  private func divisor(_ rows: PoolingWindow, _ columns: PoolingWindow) -> Int {
    guard case .avgPool2d(let attributes) = operation else { return rows.places.count * columns.places.count }
    return attributes.divisorOverride
      ?? (attributes.countIncludePad ? rows.counted * columns.counted : rows.places.count * columns.places.count)
  }

  /// How large a window is at most.
  private var windowSize: Int {
    switch operation {
    case .maxPool2d(let a): min(a.kernelSize.height, input.shape.height) * min(a.kernelSize.width, input.shape.width)
    case .avgPool2d(let a): min(a.kernelSize.height, input.shape.height) * min(a.kernelSize.width, input.shape.width)
    default:
      (input.shape.height / result.shape.height + 2) * (input.shape.width / result.shape.width + 2)
    }
  }

  /// The window with the largest result, in each channel, by both kinds of pooling.
  func pooling(_ limits: ExplanationLimits) -> WorkedExamples {
    if let remark = WorkedExamples.tooLong(windowSize, limits) { return remark }
    let place = result.place(of: result.largest)
    let (rows, columns) = window(place[1], place[2])
    func index(_ channel: Int) -> Int { result.index(of: [channel, place[1], place[2]]) }
    let chosen = strongest(of: result.shape.channels, limits.examples) { result.values[index($0)] }
    let shape = [rows.places.count, columns.places.count]
    let examples = chosen.map { channel in
      let terms = rows.places.flatMap { row in
        columns.places.map { input.term(at: input.index(of: [channel, row, $0])) }
      }
      let (largest, mean) = (
        Working.maximum(window: terms, shape: shape),
        Working.mean(
          window: terms, divisor: isMaximum ? max(terms.count, 1) : max(divisor(rows, columns), 1), shape: shape)
      )
      return WorkedExample(
        subject: "channel \(channel)", place: [channel, place[1], place[2]], working: isMaximum ? largest : mean,
        engine: result.values[index(channel)], alternative: isMaximum ? mean : largest)
    }
    return WorkedExamples(examples, of: result.shape.channels, "channels")
  }

  /// Of a maximum: the channel of an example with all that no window kept at the smallest number; nil for other operations,
  /// and where it would take long.
  func kept(_ example: WorkedExample) -> FeatureMaps? {
    guard isMaximum, let channel = example.place.first, windowSize * result.shape.plane <= 1 << 22 else { return nil }
    let plane = input.values[channel * input.shape.plane..<(channel + 1) * input.shape.plane]
    var kept = [Float](repeating: plane.min() ?? 0, count: plane.count)
    for row in 0..<result.shape.height {
      for column in 0..<result.shape.width {
        let (rows, columns) = window(row, column)
        let places = rows.places.flatMap { row in columns.places.map { row * input.shape.width + $0 } }
        guard let first = places.first else { continue }
        let winner = places.reduce(first) { plane[plane.startIndex + $1] > plane[plane.startIndex + $0] ? $1 : $0 }
        kept[winner] = plane[plane.startIndex + winner]
      }
    }
    return FeatureMaps(height: input.shape.height, width: input.shape.width, channels: [channel], values: kept)
  }
}
