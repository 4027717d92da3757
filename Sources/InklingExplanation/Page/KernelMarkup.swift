import InklingCharts

/// A kernel over one place of an image, as grids of numbers.
struct KernelMarkup {
  private let channels: [[WorkedTerm]]
  private let sums: [Double]
  private let shape: [Int]

  /// Numbers of a channel that are shown at most.
  private static let largestPlane = 121
  /// Channels that are shown at most.
  private static let mostChannels = 8

  /// - Parameter shape: [channels, rows, columns].
  init(_ terms: [WorkedTerm], _ shape: [Int]) {
    let plane = shape[1] * shape[2]
    channels = (0..<shape[0]).map { Array(terms[$0 * plane..<($0 + 1) * plane]) }
    sums = channels.map { $0.reduce(0) { $0 + $1.product } }
    self.shape = shape
  }

  /// Channels by what they add, the most first.
  private var order: [Int] {
    sums.indices.sorted { (sums[$1].magnitude, $0) < (sums[$0].magnitude, $1) }
  }

  /// The terms of the channel that adds most.
  var strongest: [WorkedTerm] { order.first.map { channels[$0] } ?? [] }

  /// What lies under the kernel, the kernel and the products, of the channel that adds most; the others to be opened.
  var full: [Markup] {
    guard shape[1] * shape[2] <= Self.largestPlane, let first = order.first else { return channelSums }
    var parts = [Markup("p", text: place), grids(of: first, withInput: true)] + channelSums
    let others = order.dropFirst().prefix(Self.mostChannels)
    if !others.isEmpty {
      let some = others.count < channels.count - 1 ? "\(others.count) of the other" : "The other"
      parts.append(
        Markup(
          "details", [:],
          [Markup("summary", text: "\(some) \(NumberText.count(channels.count - 1, "channel")) of the input")]
            + others.map { grids(of: $0, withInput: true) }))
    }
    return parts
  }

  /// The kernel and the products of the channel that adds most.
  var brief: [Markup] {
    guard shape[1] * shape[2] <= Self.largestPlane, let first = order.first else { return channelSums }
    return [grids(of: first, withInput: false)] + channelSums
  }

  /// "It lies over rows 7 to 11 and columns 14 to 18."
  private var place: String {
    let places = channels.joined().compactMap(\.place)
    let rows = places.map { $0[1] }
    let columns = places.map { $0[2] }
    guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max() else {
      return "It lies over padding alone."
    }
    return "The kernel lies over rows \(top) to \(bottom) and columns \(left) to \(right) of its input."
  }

  private var channelSums: [Markup] {
    guard channels.count > 1 else { return [] }
    let listed = sums.prefix(64).map { NumberText.inSum($0) }.joined(separator: " + ")
    let text = "\(listed)\(sums.count > 64 ? " + …" : "") = \(NumberText.short(sums.reduce(0, +)))"
    return [Markup("p", [:], [.text("The channels' sums: "), Markup("code", text: text)])]
  }

  private func grids(of place: Int, withInput: Bool) -> Markup {
    let terms = channels[place]
    let channel = terms.lazy.compactMap(\.place).first?[0] ?? place
    let name = channels.count > 1 ? " of channel \(channel)" : ""
    var grids: [NumberGrid] = []
    if withInput {
      grids.append(
        NumberGrid(
          "The input\(name)", terms.map { Double($0.value) }, columns: shape[2],
          blank: Set(terms.indices.filter { terms[$0].place == nil })))
    }
    grids.append(NumberGrid("The kernel\(name)", terms.map { Double($0.factor) }, columns: shape[2]))
    grids.append(
      NumberGrid(
        "The products, together \(NumberText.short(sums[place]))", terms.map(\.product), columns: shape[2]))
    return Markup("div", ["class": "grid"], grids.map { Markup("figure", [:], [$0.markup]) })
  }
}
