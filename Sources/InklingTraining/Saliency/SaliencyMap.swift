/// Which pixels of an image speak for a class, one number a pixel. Only their ratios mean something.
public struct SaliencyMap: Sendable, Equatable {
  /// Rows of the image.
  public let height: Int
  /// Columns of the image.
  public let width: Int
  /// [H, W] row-major; negative where a pixel speaks against the class, if the method tells.
  public let values: [Float]

  /// - Precondition: `values.count == height * width`.
  public init(height: Int, width: Int, values: [Float]) {
    precondition(values.count == height * width, "\(values.count) values for \(height)x\(width) pixels")
    self.height = height
    self.width = width
    self.values = values
  }

  /// The same with the largest magnitude 1; all zero where it is zero.
  public var normalized: SaliencyMap {
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    return SaliencyMap(height: height, width: width, values: largest > 0 ? values.map { $0 / largest } : values)
  }
}

/// How it is found out which pixels speak for a class.
public enum SaliencyMethod: String, Sendable, CaseIterable, Codable {
  /// The magnitude of the logit's gradient by each pixel (K. Simonyan, A. Vedaldi and A. Zisserman, 2013).
  case gradient
  /// The gradient's mean on the way from a blank image to this one, times the difference: the sum over all pixels is the
  /// logit's difference (M. Sundararajan, A. Taly and Q. Yan, 2017).
  case integratedGradients = "integrated_gradients"
  /// The feature maps of the last convolution, weighted by their mean gradients, where the sum is positive (R. Selvaraju et
  /// al., "Grad-CAM", 2017).
  case gradCAM = "grad_cam"
  /// How much of the class's probability is lost when a square around the pixel is blank (M. Zeiler and R. Fergus, 2014).
  case occlusion

  /// The name in prose.
  public var title: String {
    switch self {
    case .gradient: "gradient"
    case .integratedGradients: "integrated gradients"
    case .gradCAM: "Grad-CAM"
    case .occlusion: "occlusion"
    }
  }
}
