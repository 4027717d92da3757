public import InklingImages

/// Brings pictures to the form of a model's training images.
public struct PictureFraming: Sendable {
  /// The form.
  public var framing: InputFraming
  /// How pictures are framed.
  public var mode: FramingMode
  /// The longer side to which larger pictures are shrunk before anything is looked for, in pixels.
  package static let workingSide = 1024

  /// Frames for models whose images are framed so.
  public init(_ framing: InputFraming = .mnist, mode: FramingMode = .automatic) {
    self.framing = framing
    self.mode = mode
  }

  /// Frames a picture, grey or of colours.
  public func frame(_ picture: Picture) -> FramedPicture {
    if mode == .automatic, let likeness = PlainLikeness(picture, framing) {
      return FramedPicture(plain: picture, likeness, framing)
    }
    return enlarged(picture) ?? analysis(of: picture).framed
  }

  /// A picture that enlarges one of the model's own kind; nil for any other.
  private func enlarged(_ picture: Picture) -> FramedPicture? {
    guard mode == .automatic,
      let original = EnlargedImage.original(of: picture, width: framing.width, height: framing.height),
      let likeness = PlainLikeness(original, framing)
    else { return nil }
    return FramedPicture(
      plain: original, likeness, framing, of: (picture.width, picture.height),
      "it is an enlarged image of the model's size, whose ink lies as in the training images")
  }

  /// What every step of framing a picture made of it, for who wants to see.
  public func steps(of picture: Picture) -> FramingSteps { FramingSteps(analysis(of: picture)) }

  /// A picture's grey, its ink, and how it is framed.
  package struct Analysis {
    package let grays: Plane
    package let ink: Ink
    package let framed: FramedPicture
    package let framing: InputFraming
    /// The part of the picture in which ink was looked for, in the picture's pixels.
    package let part: Part
    /// That part, where it is not all of the picture.
    package let sheet: Plane?
  }

  /// A rectangle of a picture's pixels.
  package struct Part: Sendable, Equatable {
    package var origin: SIMD2<Float>
    package var size: SIMD2<Float>
  }

  package func analysis(of picture: Picture) -> Analysis {
    let grays = InkChannel.plane(of: picture, fitting: Self.workingSide)
    let size = SIMD2(Float(picture.width), Float(picture.height))
    var part = Part(origin: .zero, size: size)
    let sheet = mode == .none ? nil : SheetCut(in: grays)
    if let box = sheet?.box {
      let scale = size / SIMD2(Float(grays.width), Float(grays.height))
      part = Part(
        origin: SIMD2(Float(box.x), Float(box.y)) * scale, size: SIMD2(Float(box.width), Float(box.height)) * scale)
    }
    let ink = Ink(in: sheet?.picture ?? grays)
    let framed = sheet == nil ? framed(grays, ink, (picture.width, picture.height), part) : cutOut(ink, part)
    return Analysis(
      grays: grays, ink: ink, framed: enlarged(picture) ?? framed, framing: framing, part: part, sheet: sheet?.picture)
  }

  private func framed(_ grays: Plane, _ ink: Ink, _ size: (Int, Int), _ part: Part) -> FramedPicture {
    if mode == .none { return asItIs(grays, size, inverts: false, FramingChoice.asked, ink.statistics) }
    let isOfSize = size == (framing.width, framing.height)
    if mode == .automatic, isOfSize, TrainingLikeness.holds(ink, framing) {
      let inverts = ink.paper.inkIsLight != framing.inkIsLight
      let reason = "it has the model's size and its ink lies as in the training images"
      return asItIs(grays, size, inverts: inverts, reason, ink.statistics)
    }
    return cutOut(ink, part)
  }

  private func asItIs(
    _ picture: Plane, _ size: (Int, Int), inverts: Bool, _ reason: String, _ statistics: InkStatistics
  ) -> FramedPicture {
    var image = picture
    if image.width != framing.width || image.height != framing.height {
      image = image.resized(columns: framing.width, rows: framing.height)
    }
    let pixels = image.values.map { UInt8(min(max(inverts ? 255 - $0 : $0, 0), 255) + 0.5) }
    let digit = FramedDigit(
      pixels: pixels, box: PixelBox(x: 0, y: 0, width: size.0, height: size.1), strokeWidth: 0)
    return FramedPicture(
      choice: FramingChoice(mode: .none, isInverted: inverts, reason: reason), lines: [[digit]],
      statistics: statistics)
  }

  private func cutOut(_ ink: Ink, _ part: Part) -> FramedPicture {
    let inverts = ink.paper.inkIsLight != framing.inkIsLight
    guard !ink.statistics.isCrowded else {
      let choice = FramingChoice(
        mode: mode == .automatic ? .line : mode, isInverted: inverts, reason: "it has too many pieces of ink")
      return FramedPicture(choice: choice, lines: [], statistics: ink.statistics)
    }
    let layout = LineLayout.layout(of: ink.components.all)
    let lines = layout.lines
    let count = lines.reduce(0) { $0 + $1.count }
    let isLine = mode == .line || mode == .automatic && count > 1
    let choice = FramingChoice(
      mode: isLine ? .line : .digit, isInverted: inverts, reason: mode == .automatic ? "" : FramingChoice.asked)
    let placing = DigitPlacing(framing, part, ink)
    let strays = isLine || mode == .automatic ? StrayGroup.all(in: ink, beside: layout) : []
    guard mode == .automatic, count == 1, let only = lines.first?.first else {
      let whole = isLine ? nil : InkCutout.all(in: ink)
      let pieces = isLine ? InkCutout.cutouts(of: lines, in: ink) : [whole.map { [DividedInk($0)] } ?? []]
      return digits(pieces, choice, placing, ink, strays)
    }
    // What lies beside the only digit does not belong to it.
    let whole = InkCutout.only(only, in: ink)
    var framed = digits([[DividedInk(whole)]], choice, placing, ink, strays)
    framed.lone = LoneInk(whole, placing)
    return framed
  }

  /// The lines' digits, what those that were divided would be undivided, and what may be digits besides.
  private func digits(
    _ lines: [[DividedInk]], _ choice: FramingChoice, _ placing: DigitPlacing, _ ink: Ink, _ groups: [StrayGroup]
  ) -> FramedPicture {
    var (result, undivided, strays): ([[FramedDigit]], [UndividedDigit], [StrayInk]) = ([], [], [])
    for (number, line) in lines.enumerated() {
      // How many digits there are left of each of the line's pieces, and in all.
      var (digits, places): ([FramedDigit], [Int]) = ([], [0])
      for piece in line {
        let parts = piece.parts.compactMap(placing.digit)
        if parts.count > 1, let whole = placing.digit(piece.whole) {
          let places = digits.count..<digits.count + parts.count
          undivided.append(UndividedDigit(line: result.count, parts: places, digit: whole))
        }
        digits += parts
        places.append(digits.count)
      }
      if digits.isEmpty { continue }
      strays += groups.filter { $0.line == number }.map { group in
        StrayInk(line: result.count, place: places[group.before], InkCutout.stray(group.ink, in: ink), placing)
      }
      result.append(digits)
    }
    var framed = FramedPicture(
      choice: choice.counting(result, ink.statistics), lines: result, statistics: ink.statistics)
    (framed.undivided, framed.strays) = (undivided, strays)
    return framed
  }
}
