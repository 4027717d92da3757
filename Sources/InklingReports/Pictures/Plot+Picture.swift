public import InklingCharts
public import InklingFiles
public import InklingImages

extension Plot {
  /// The plot as pixels, in its colours for light surroundings: lines, bars, points and letters, without what is shown under a
  /// pointer. Letters are plain ASCII; others become boxes.
  ///
  /// - Parameter scale: pixels of one CSS pixel, from 1 to 8.
  /// - Precondition: a scale in that range.
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  public func picture(scale: Int = 2) throws(InputError) -> Picture {
    precondition((1...8).contains(scale), "a scale of \(scale)")
    let size = (Int((width * Double(scale)).rounded(.up)), Int((height * Double(scale)).rounded(.up)))
    try Memory.require(
      64 * Double(size.0) * Double(size.1), for: "the picture of a plot", path: nil,
      remedy: "free some memory or write the plots as SVG")
    var canvas = PlotCanvas(width: size.0, height: size.1, background: ColorScheme.light.paper.vector)
    for shape in shapes { canvas.paint(shape, scale: Double(scale)) }
    return canvas.picture
  }
}

extension Page {
  /// Writes each figure as a PNG file into a folder, which is made where it is missing.
  ///
  /// - Parameters:
  ///   - folder: where the files go.
  ///   - scale: pixels of one CSS pixel, from 1 to 8.
  /// - Returns: the names of the files.
  /// - Throws: `InputError` of kind `.unwritable`, `.broken` or `.unavailable`.
  @discardableResult public func writePictures(to folder: String, scale: Int = 2) throws(InputError) -> [String] {
    try Folder.create(folder)
    var names: [String] = []
    for (name, figure) in figures {
      let name = (name.hasSuffix(".svg") ? String(name.dropLast(4)) : name) + ".png"
      try PictureFile.write(try figure.plot.picture(scale: scale), to: "\(folder)/\(name)")
      names.append(name)
    }
    return names
  }
}

extension PlotCanvas {
  mutating func paint(_ shape: PlotShape, scale: Double) {
    let width = shape.strokeWidth * scale
    switch shape.form {
    case .rect(let low, let high, let radius):
      if let fill = shape.fill { fillRect(low * scale, high * scale, radius * scale, fill.vector, shape.opacity) }
      if let stroke = shape.stroke { strokeRect(low * scale, high * scale, radius * scale, stroke.vector, width) }
    case .circle(let middle, let radius):
      if let fill = shape.fill { fillCircle(middle * scale, radius * scale, fill.vector, shape.opacity) }
    case .lines(let lines):
      guard let stroke = shape.stroke else { return }
      for line in lines {
        for (start, end) in shape.pieces(of: line) { strokeLine(start * scale, end * scale, stroke.vector, width) }
      }
    case .text(let text, let place, let anchor, let isUpright):
      // Twelve CSS pixels of a usual font are seven of these letters.
      let text = text.replacing("…", with: "...")
      let length = Double(BitmapFont.width(of: text))
      let back = anchor == .start ? 0 : anchor == .middle ? length / 2 : length
      let shift: Place = isUpright ? [0, back] : [-back, 0]
      write(
        text, (place + shift) * scale, scale: scale, isUpright: isUpright, isBold: shape.isBold,
        (shape.fill ?? ColorScheme.light.soft).vector)
    }
  }
}

extension PlotShape {
  /// The straight pieces of a line, or its dashes.
  fileprivate func pieces(of line: [Place]) -> [(Place, Place)] {
    let whole = Array(zip(line, line.dropFirst()))
    guard let (dash, gap) = dashes else { return whole }
    return whole.flatMap { start, end -> [(Place, Place)] in
      let offset = end - start
      let length = (offset * offset).sum().squareRoot()
      return Swift.stride(from: 0, to: length, by: dash + gap).map { from in
        (start + offset * (from / length), start + offset * (min(from + dash, length) / length))
      }
    }
  }
}

extension Color {
  fileprivate var vector: SIMD3<Double> { SIMD3(channels[0], channels[1], channels[2]) }
}
