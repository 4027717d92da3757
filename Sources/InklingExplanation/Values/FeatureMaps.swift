import InklingEngine

/// Channels of a value, as pictures: grids of numbers of one size.
public struct FeatureMaps: Sendable, Equatable {
  /// Rows of each.
  public let height: Int
  /// Columns of each.
  public let width: Int
  /// The numbers of the channels that are there, counted from zero.
  public let channels: [Int]
  /// [maps, height, width] row-major.
  public let values: [Float]
  /// What is black and what white in their pictures; nil for the smallest and the largest number.
  var scale: ClosedRange<Float>?

  /// - Precondition: as many values as the sizes say.
  public init(height: Int, width: Int, channels: [Int], values: [Float]) {
    self.init(height: height, width: width, channels: channels, values: values, scale: nil)
  }

  init(height: Int, width: Int, channels: [Int], values: [Float], scale: ClosedRange<Float>?) {
    precondition(
      values.count == channels.count * height * width,
      "\(values.count) values for \(channels.count) maps of \(height)x\(width)")
    self.height = height
    self.width = width
    self.channels = channels
    self.values = values
    self.scale = scale
  }

  /// Some channels of a value. Features are one map of one row.
  init(_ values: [Float], _ shape: Shape, channels: [Int]) {
    guard shape.isImage else {
      self.init(height: 1, width: shape.count, channels: [0], values: values)
      return
    }
    self.init(
      height: shape.height, width: shape.width, channels: channels,
      values: channels.flatMap { values[$0 * shape.plane..<($0 + 1) * shape.plane] })
  }

  /// How many maps there are.
  public var count: Int { channels.count }

  /// The numbers of the map at `place` among them.
  public func map(_ place: Int) -> ArraySlice<Float> { values[place * height * width..<(place + 1) * height * width] }

  /// The smallest and the largest number of all; nil where there is none.
  public var range: ClosedRange<Float>? {
    guard let least = values.min(), let largest = values.max() else { return nil }
    return least...largest
  }
}
