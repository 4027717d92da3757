/// One way to look at an image: turned, scaled and moved by fixed amounts. Test-time augmentation averages over several.
///
/// The image is turned and scaled about its centre, then moved. Pixels that come from outside it are black (0), others
/// are interpolated bilinearly.
public struct EvaluationView: Sendable, Hashable {
  /// Pixels to the right.
  public var right: Double
  /// Pixels down.
  public var down: Double
  /// Degrees, counter-clockwise.
  public var turn: Double
  /// Above one the drawing is larger.
  public var scale: Double

  /// - Precondition: finite numbers, and a scale above zero.
  public init(right: Double = 0, down: Double = 0, turn: Double = 0, scale: Double = 1) {
    precondition(
      right.isFinite && down.isFinite && turn.isFinite && scale.isFinite && scale > 0,
      "a view moved by (\(right), \(down)), turned by \(turn) and scaled by \(scale)")
    self.right = right
    self.down = down
    self.turn = turn
    self.scale = scale
  }

  /// The image as it is.
  public static let identity = EvaluationView()
}

extension EvaluationView {
  /// Named sets of views; each holds the image as it is.
  public enum Family: String, Sendable, CaseIterable {
    /// The image alone.
    case none
    /// Moved by a pixel to each side: 5 views.
    case shifts
    /// Turned by 6 degrees both ways: 3 views.
    case rotations
    /// Scaled by 0.94 and 1.06: 3 views.
    case scales

    /// The views of the family, the image as it is first.
    public var views: [EvaluationView] {
      switch self {
      case .none: [.identity]
      case .shifts:
        [.identity] + [(1.0, 0.0), (-1, 0), (0, 1), (0, -1)].map { EvaluationView(right: $0.0, down: $0.1) }
      case .rotations: [.identity, EvaluationView(turn: 6), EvaluationView(turn: -6)]
      case .scales: [.identity, EvaluationView(scale: 0.94), EvaluationView(scale: 1.06)]
      }
    }
  }

  /// The views of all of the families, each once.
  public static func views(of families: [Family]) -> [EvaluationView] {
    var views = [EvaluationView.identity]
    for view in families.flatMap(\.views) where !views.contains(view) { views.append(view) }
    return views
  }
}
