/// The ink of a picture without its paper: strengths from 0 (paper) to 1 (ink), in connected pieces.
package struct Ink: Sendable {
  /// Strength of each pixel, 0...1; paper and pieces that were dropped are 0.
  package private(set) var strengths: Plane
  /// The pieces.
  package private(set) var components: Components
  /// Pieces that were dropped because they are pale, and may be digits all the same; nil without any.
  package private(set) var pale: PaleInk?
  /// Figures that tell ink from blank paper, noise and texture.
  package private(set) var statistics: InkStatistics

  /// The strengths before lines were removed, for who wants to see.
  package private(set) var raw: Plane
  /// The paper.
  package private(set) var paper: Paper

  /// Finds the ink of a picture with grey 0...255.
  ///
  /// Ink that reaches all four edges is looked for again in the picture with paper around it: a stroke along an edge has paper
  /// on one side alone, and is no shadow's corner. Where the paper is ruled, that is its lines' doing.
  package init(in picture: Plane, inkIsLight: Bool? = nil, removesLines: Bool = true) {
    self.init(within: picture, inkIsLight: inkIsLight, removesLines: removesLines)
    guard statistics.ruledLines == 0, !statistics.isLined,
      let margin = PaperMargin(around: picture, inkIsLight: paper.inkIsLight)
    else {
      return
    }
    let wider = Ink(within: margin.picture, inkIsLight: paper.inkIsLight, removesLines: removesLines)
    if let cut = wider.without(margin), cut.continues(self, in: margin) { self = cut }
  }

  /// Finds the ink of a picture as it is.
  private init(within picture: Plane, inkIsLight: Bool?, removesLines: Bool) {
    paper = Paper(of: picture, inkIsLight: inkIsLight)
    let depths = paper.depths(of: picture)
    var full = FullInk.depth(in: depths)
    var noise = Self.noise(of: depths, full: full)
    // Depths of large pictures are smoothed before the fullest are looked for, which takes noise away.
    let isSmoothed = min(picture.width, picture.height) >= 100
    let isInk = { full, noise in full >= InkStatistics.faintest && full > (isSmoothed ? 2 : 4) * noise }
    if !isInk(full, noise), let depth = FullInk.depthOfSpots(in: depths) {
      (full, noise) = (depth, Self.noise(of: depths, full: depth))
    }
    statistics = InkStatistics(inkIsLight: paper.inkIsLight, contrast: full, noise: noise)
    guard isInk(full, noise) else {
      raw = Plane(width: picture.width, height: picture.height)
      strengths = raw
      components = Components(of: raw, high: 1, low: 1)
      return
    }
    var clean = depths.map { $0 / full }
    raw = clean
    var share = noise / full
    if removesLines {
      statistics.isLined = share <= Self.calm && FormElements.remove(from: &clean, noise: share)
      if !statistics.isLined { statistics.ruledLines = RuledLines.remove(from: &clean, noise: share) }
    }
    if share > 0.05, min(picture.width, picture.height) >= 100 {
      clean = clean.boxMeans(radius: share > 0.2 ? 2 : 1)
      share = Self.noise(of: clean, full: 1)
    }
    let low = min(max(0.22, 3.5 * share), 0.45)
    components = Components(of: clean, high: max(0.45, low), low: low)
    strengths = clean
    dropSpecks()
    dropOneSided(paper.inkIsLight ? picture : picture.map { 255 - $0 })
    strengths = clean.around(components)
    statistics.count(components, strengths)
  }

  /// The deviation of what is no ink, from the median of its distances.
  private static func noise(of depths: Plane, full: Float) -> Float {
    1.4826 * Plane.quantile(0.5, of: depths.values.compactMap { $0 < 0.35 * full ? abs($0) : nil })
  }

  /// Noise falls into thousands of pieces; only the largest are looked at, so that time is bounded. What is on the others would
  /// be missed, so that nothing is read.
  private mutating func dropExcess() {
    guard components.all.count > Self.mostPieces else { return }
    statistics.isCrowded = true
    let areas = components.all.map(\.area).sorted(by: >)
    let least = areas[Self.mostPieces]
    components.filter { $0.area > least }
  }

  package static let mostPieces = 1024
  /// Noise, as a share of full ink, up to which frames and bars are looked for.
  private static let calm: Float = 0.2

  /// A piece is the edge of a table or of a shadow where much of what is beside it is as dark as it is. Two edges that meet are
  /// no bar, but nor are most digits.
  private mutating func dropOneSided(_ depths: Plane) {
    let strengths = strengths
    let hasTwoSides = { (piece: Component, components: Components) in
      let reach = max(2, Int(components.strokeWidth(of: piece) / 2))
      let share = components.darkShare(beside: piece, in: depths, reach: reach)
      guard share >= Self.oneSidedBar else { return true }
      return share < Self.oneSided && !PieceCourse(of: piece, in: components, strengths).isBar
    }
    let components = components
    self.components.filter { hasTwoSides($0, components) }
    guard let all = pale?.components else { return }
    pale?.filter { hasTwoSides($0, all) }
    if pale?.components.all.isEmpty == true { pale = nil }
  }

  private static let (oneSidedBar, oneSided): (Float, Float) = (0.3, 0.4)

  /// A piece that lies along the picture's edge is a shadow's corner or the table, where there is other ink; one that
  /// fills a corner is in any case. A digit beside others of its kind is none.
  private mutating func dropEdges() {
    let contacts = zip(components.all, components.edgeContacts).map { piece, contact in
      (
        piece: piece, level: Float(contact.x) >= 0.6 * Float(piece.box.width),
        upright: Float(contact.y) >= 0.6 * Float(piece.box.height)
      )
    }
    guard contacts.contains(where: { $0.level || $0.upright }) else { return }
    let inside = contacts.filter { !$0.level && !$0.upright }.map(\.piece)
    let inner = inside.map(\.area).max() ?? 0
    let digits = inside.filter { $0.area * 4 >= inner }.map {
      (height: $0.box.height, width: components.strokeWidth(of: $0))
    }
    let dropped = contacts.filter { contact in
      guard contact.level && contact.upright || (contact.level || contact.upright) && contact.piece.area <= 10 * inner
      else { return false }
      let (height, width) = (contact.piece.box.height, components.strokeWidth(of: contact.piece))
      // A bar from edge to edge is a digit where digits reach from edge to edge.
      let least = 20 * height >= 19 * strengths.height ? 17 * strengths.height : 0
      return !digits.contains { digit in
        10 * height >= 6 * digit.height && 10 * height <= 13 * digit.height && 20 * digit.height >= least
          && width <= 1.5 * digit.width
      }
    }
    let labels = Set(dropped.map(\.piece.label))
    components.filter { !labels.contains($0.label) }
  }

  /// Pieces far smaller than the largest, and pieces far paler than usual, are dust and shadow.
  private mutating func dropSpecks() {
    let largest = components.all.map(\.area).max() ?? 0
    statistics.specks = components.all.count
    let darkness = components.meanStrengths(in: strengths)
    let darkest = zip(components.all, darkness).filter { $0.0.area * 4 >= largest }.map(\.1).max() ?? 0
    let pale = Set(zip(components.all, darkness).filter { $0.1 < 0.7 * darkest }.map(\.0.label))
    self.pale = pale.isEmpty ? nil : PaleInk(components, labels: pale, strengths: strengths)
    components.filter { $0.area * 50 >= largest && $0.area >= 3 && !pale.contains($0.label) }
    dropEdges()
    dropExcess()
    statistics.specks -= components.all.count
  }
}

extension Ink {
  /// The ink of the picture within a margin; nil unless it reaches all four edges.
  private func without(_ margin: PaperMargin) -> Ink? {
    guard !statistics.isBlank else { return nil }
    var result = self
    result.components = components.cropped(by: margin.size)
    guard let box = result.components.box, margin.edges(reachedBy: box) == 4 else { return nil }
    result.strengths = strengths.cropped(by: margin.size)
    result.raw = raw.cropped(by: margin.size)
    result.paper = paper.cropped(by: margin.size)
    result.pale = pale?.cropped(by: margin.size)
    result.statistics.count(result.components, result.strengths)
    result.statistics.reachesEdges = true
    return result
  }

  /// Whether ink that was found with a margin may take the place of what was found without: it holds that, and the pen that
  /// wrote that wrote the rest. What was found without reaches two edges by itself, or is nothing: else it is a digit in the
  /// midst of shadows.
  private func continues(_ plain: Ink, in margin: PaperMargin) -> Bool {
    guard statistics.isSurface || components.corners <= 2 else { return false }
    guard let box = plain.components.box else { return true }
    return margin.edges(reachedBy: box) >= 2 && Pen(of: plain).wrote(self, besides: plain)
      && plain.components.all.allSatisfy { 2 * plain.components.count(of: $0, sharedWith: components) >= $0.area }
  }
}
