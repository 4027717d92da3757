/// Where the pen was.
public struct StrokePoint: Sendable, Equatable {
  /// To the right, in the canvas's pixels.
  public var x: Double
  /// Downwards, in the canvas's pixels.
  public var y: Double
  /// Milliseconds since the drawing began.
  public var time: Double
  /// 0...1; 0.5 from a pen, finger or mouse that measures none.
  public var pressure: Double

  /// A place of the pen.
  public init(x: Double, y: Double, time: Double = 0, pressure: Double = 0.5) {
    self.x = x
    self.y = y
    self.time = time
    self.pressure = pressure
  }
}
