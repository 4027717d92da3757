/// Points on a plane, each with a colour for its class and a picture that is shown while the pointer is on it. It needs no
/// script: the picture is part of the point.
public struct ScatterChart: Sendable {
  /// A point.
  public struct Point: Sendable {
    /// To the right.
    public let x: Double
    /// Upwards.
    public let y: Double
    /// The number of its class, which chooses the colour.
    public let label: Int
    /// What the tip says.
    public let note: String

    /// A point.
    public init(x: Double, y: Double, label: Int, note: String) {
      self.x = x
      self.y = y
      self.label = label
      self.note = note
    }
  }

  /// What the chart shows.
  public var title: String
  /// To the right.
  public var x: Axis
  /// Upwards.
  public var y: Axis
  /// The points.
  public var points: [Point]
  /// The classes' names.
  public var classNames: [String]
  /// The points' pictures, in their order; nil for points without pictures.
  public var pictures: PictureSheet?
  /// Whether the pictures are written into this chart, or another chart of the page has the same ones.
  public var ownsPictures: Bool

  /// A chart of points.
  public init(
    _ title: String, x: Axis, y: Axis, points: [Point], classNames: [String], pictures: PictureSheet? = nil,
    ownsPictures: Bool = true
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.points = points
    self.classNames = classNames
    self.pictures = pictures
    self.ownsPictures = ownsPictures
  }

  private static let height = 390.0
  private static let pictureSide = 64.0
  /// More would not be told apart.
  private static let mostNames = 10

  /// The chart as a drawing.
  public var plot: Plot {
    let legend = Legend(names: classNames.count <= Self.mostNames ? classNames : [])
    let height = Self.height + legend.height
    let frame = PlotFrame(
      x: x.fitted(to: points.map(\.x), marks: 5), y: y.fitted(to: points.map(\.y), marks: 5),
      height: height, legend: legend.height, right: pictures == nil ? 12 : Self.pictureSide + 16)
    var parts = legend.markup + frame.markup
    let definitions = pictures.map { [Markup("defs", [:], [$0.markup])] } ?? []
    if ownsPictures { parts += definitions }
    if pictures != nil {
      let x = frame.left + frame.width + 8
      parts.append(
        Markup(
          "g", ["class": PlotShape.hint],
          [
            SVG.rect(x, frame.top, Self.pictureSide, Self.pictureSide, "box"),
            SVG.text("point at", x, frame.top + Self.pictureSide + 14, "s"),
            SVG.text("a dot", x, frame.top + Self.pictureSide + 26, "s"),
          ]))
    }
    let dots = points.enumerated().map { number, point -> Markup in
      let at = frame.place(point.x, point.y)
      let dot = SVG.circle(at.x, at.y, points.count > 1000 ? 1.7 : 2.5, "f\(point.label % 10)", tip: point.note)
      guard let pictures else { return dot }
      return Markup("g", ["class": "pt"], [dot, pictures.picture(number)])
    }
    let (side, left) = (SVG.place(Self.pictureSide), SVG.place(frame.left + frame.width + 8))
    parts.append(
      Markup("g", ["style": "--px:\(left)px;--py:\(SVG.place(frame.top))px;--ps:\(side)px"], dots))
    return Plot(title: title, summary: summary, height: height, definitions: ownsPictures ? [] : definitions, parts)
  }

  private var summary: String {
    "\(title): \(NumberText.grouped(points.count)) points of \(classNames.count) classes. The table has the middle of "
      + "each class."
  }

  /// The middle and the spread of each class's points.
  public var table: DataTable {
    var table = DataTable(
      "\(title): the middle of each class",
      [.text("class"), .number("points"), .number(x.title), .number(y.title), .number("mean distance from the middle")])
    for (label, name) in classNames.enumerated() {
      let own = points.filter { $0.label == label }
      guard !own.isEmpty else { continue }
      let count = Double(own.count)
      let (meanX, meanY) = (own.reduce(0) { $0 + $1.x } / count, own.reduce(0) { $0 + $1.y } / count)
      let distance = own.reduce(0.0) {
        $0 + (($1.x - meanX) * ($1.x - meanX) + ($1.y - meanY) * ($1.y - meanY)).squareRoot()
      }
      table.append([
        name, NumberText.grouped(own.count), NumberText.fixed(meanX, 2), NumberText.fixed(meanY, 2),
        NumberText.fixed(distance / count, 2),
      ])
    }
    return table
  }
}

/// Many small pictures in one, row by row, so that a page has one picture and not thousands.
public struct PictureSheet: Sendable {
  /// The sheet.
  public let image: EmbeddedImage
  /// Pictures in a row of it.
  public let columns: Int
  /// The width of one, in pixels.
  public let width: Int
  /// The height of one, in pixels.
  public let height: Int
  /// Its name in the page.
  let identifier: String

  /// A sheet of pictures of one size.
  ///
  /// - Parameters:
  ///   - image: all of them, row by row.
  ///   - columns: pictures in a row.
  ///   - width: of one picture, in pixels.
  ///   - height: of one picture, in pixels.
  ///   - identifier: its name in the page: letters, digits and hyphens.
  public init(_ image: EmbeddedImage, columns: Int, width: Int, height: Int, identifier: String = "pictures") {
    precondition(columns > 0 && width > 0 && height > 0, "\(columns) pictures of \(width)x\(height) in a row")
    self.image = image
    self.columns = columns
    self.width = width
    self.height = height
    self.identifier = identifier
  }

  var markup: Markup {
    Markup(
      "image",
      ["id": identifier, "href": image.address, "width": "\(image.width)", "height": "\(image.height)"])
  }

  /// One of the pictures, as a window onto the sheet.
  func picture(_ number: Int) -> Markup {
    let (row, column) = (number / columns, number % columns)
    return Markup(
      "svg", ["viewBox": "\(column * width) \(row * height) \(width) \(height)"],
      [Markup("use", ["href": "#" + identifier])])
  }
}
