/// This release of Inkling.
public enum Release {
  /// As `inkling --version` prints it, and as files say who wrote them: "0.1.0".
  public static let version = "0.1.0"
}
