public import InklingEngine
public import InklingFiles
public import InklingTraining

/// How pixels become the inputs of a model whose file does not say so: `(range(byte) - mean) / deviation`.
public struct PixelOptions: Sendable, Equatable {
  /// What a byte becomes before mean and deviation.
  public enum Range: String, Sendable, CaseIterable {
    /// `byte / 255`, as PyTorch's `ToTensor`.
    case unit = "0..1"
    /// The byte itself.
    case bytes = "0..255"
    /// `byte / 127.5 - 1`.
    case signed = "-1..1"
  }

  /// What a byte becomes; nil for 0 to 1, where a mean or a deviation is given.
  public var range: Range?
  /// One for all channels, or one a channel; nil for 0.
  public var mean: [Double]?
  /// The same; nil for 1.
  public var deviation: [Double]?
  /// Which is brighter in the model's images, what is drawn or what it is drawn on; nil where nobody says.
  public var ink: PictureDescription.Ink?
  /// How the model's images are framed, and so pictures for it; nil where nobody says.
  public var framing: PictureDescription.Framing?

  /// What is left out is not said.
  public init(
    range: Range? = nil, mean: [Double]? = nil, deviation: [Double]? = nil, ink: PictureDescription.Ink? = nil,
    framing: PictureDescription.Framing? = nil
  ) {
    self.range = range
    self.mean = mean
    self.deviation = deviation
    self.ink = ink
    self.framing = framing
  }

  /// Whether nothing is said.
  public var isEmpty: Bool { self == PixelOptions() }

  /// How the model's images are drawn: what a person says comes over what the file says.
  func picture(_ noted: PictureDescription?) -> PictureDescription {
    var picture = noted ?? PictureDescription()
    if let ink { (picture.ink, picture.isMeasured, picture.isInherited) = (ink, false, false) }
    if let framing { picture.framing = framing }
    return picture
  }

  /// Refuses what is said of pictures and changes nothing of how they are read.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  func requireEffect(on description: ModelDescription, _ path: String) throws(InputError) {
    let shape = description.graph.inputShape
    let isGrey = shape.isImage && shape.channels == 1
    if framing == .line {
      throw InputError(
        .usage, "--framed line changes nothing: no picture is framed as a line of the model's", path: path,
        expected: "digit, or none", found: "line", remedy: "leave it out; models that read texts take lines as they are"
      )
    }
    if framing == .digit, description.task.name != .classify || !isGrey {
      throw InputError(
        .usage, "--framed digit is for models that tell classes of grey pictures apart, and changes nothing of others",
        path: path, expected: "\(TaskRecipe.Name.classify.rawValue), and images of 1 channel",
        found: "\(description.task.name.rawValue), and images of \(shape)", remedy: "leave --framed out")
    }
    if ink != nil, !shape.isImage {
      throw InputError(
        .usage, "--ink is for models that take pictures, and changes nothing of others", path: path,
        expected: "channels, height and width", found: "\(shape)", remedy: "leave --ink out")
    }
  }

  /// What turns a byte into an input; nil when nothing is said of it.
  ///
  /// - Throws: `InputError` of kind `.usage` for another number of means or deviations than of channels, and for what is no
  ///   mean or deviation.
  public func normalization(channels: Int) throws(InputError) -> Normalization? {
    guard range != nil || mean != nil || deviation != nil else { return nil }
    let means = try spread(mean ?? [0], channels, "--mean") { $0.magnitude <= 1e6 }
    let deviations = try spread(deviation ?? [1], channels, "--std") { 1e-6...1e6 ~= $0 }
    let (scale, shift): (Double, Double) =
      switch range ?? .unit {
      case .unit: (1 / 255.0, 0)
      case .bytes: (1, 0)
      case .signed: (2 / 255.0, -1)
      }
    return Normalization(
      scale: deviations.map { Float(scale / $0) }, shift: zip(means, deviations).map { Float((shift - $0) / $1) })
  }

  private func spread(
    _ numbers: [Double], _ channels: Int, _ option: String, _ isPossible: (Double) -> Bool
  ) throws(InputError) -> [Double] {
    guard numbers.count == 1 || numbers.count == channels else {
      throw InputError(
        .usage, "\(option) has another number of values than the images have channels",
        expected: channels == 1 ? "1" : "1 or \(channels)", found: "\(numbers.count)")
    }
    if let wrong = numbers.first(where: { !isPossible($0) }) {
      throw InputError(
        .usage, "\(option) is out of range",
        expected: option == "--mean" ? "-1e6 to 1e6" : "1e-6 to 1e6", found: "\(wrong)")
    }
    return numbers.count == 1 ? Array(repeating: numbers[0], count: channels) : numbers
  }
}
