/// The shape of one image on the command line: "1x28x28", channels, height and width.
struct ImageShape: ExplainedValue {
  static let form = "channels, height and width, such as 1x28x28"
  let dimensions: [Int]

  /// "3x32x32".
  var text: String { dimensions.map(String.init).joined(separator: "x") }

  init(dimensions: [Int]) { self.dimensions = dimensions }

  init?(argument: String) {
    let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    let numbers = parts.compactMap(\.self)
    guard numbers.count == 3, parts.count == 3, numbers.allSatisfy({ $0 > 0 }) else { return nil }
    dimensions = numbers
  }
}
