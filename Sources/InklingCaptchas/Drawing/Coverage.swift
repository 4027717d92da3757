/// How much of each pixel polygons cover: exact areas, by their edges.
///
/// An edge adds to each row that it crosses how far down it goes there, in the column where it does; a column takes the
/// part right of the edge, the next one the rest. The sum of a row from the left is the covered area, with the sign of
/// the polygon's direction: what polygons of one direction cover twice counts once.
struct Coverage {
  let width: Int
  let height: Int
  /// A row has a column more than the picture, for what the last one leaves over.
  private var cells: [Float]
  private var line: [Float]
  /// The box around everything since the last painting.
  private var rows = 0..<0
  private var columns = 0..<0

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = [Float](repeating: 0, count: (width + 2) * height)
    line = [Float](repeating: 0, count: width)
  }

  /// Adds a polygon; pixel (x, y) is the square from there to (x + 1, y + 1). What is outside the picture is cut off.
  mutating func add(_ polygon: UnsafeBufferPointer<SIMD2<Float>>) {
    guard var last = polygon.last else { return }
    var (low, high) = (last, last)
    let (width, height) = (width, height)
    cells.withUnsafeMutableBufferPointer { cells in
      for point in polygon {
        low = pointwiseMin(low, point)
        high = pointwiseMax(high, point)
        Self.addEdge(from: last, to: point, to: cells, width: width, height: height)
        last = point
      }
    }
    rows = Self.union(rows, Self.pixels(low.y, high.y, below: height))
    columns = Self.union(columns, Self.pixels(low.x, high.x, below: width))
  }

  /// Puts the ink on the canvas, as far as pixels are covered, and begins anew.
  ///
  /// - Parameter isJagged: whether a pixel is covered whole or not at all.
  mutating func paint(_ ink: SIMD3<Float>, opacity: Float, isJagged: Bool = false, on canvas: inout [Float]) {
    let size = width * height
    let (rows, columns, width) = (rows, columns, width)
    canvas.withUnsafeMutableBufferPointer { canvas in
      line.withUnsafeMutableBufferPointer { line in
        cells.withUnsafeMutableBufferPointer { cells in
          guard let canvas = canvas.baseAddress, let line = line.baseAddress, let cells = cells.baseAddress else {
            return
          }
          for row in rows {
            Self.sum(cells + (row * (width + 2) + columns.lowerBound), columns.count, opacity, isJagged, into: line)
            for channel in 0..<3 {
              Self.blend(
                ink[channel], line, columns.count, onto: canvas + (channel * size + row * width + columns.lowerBound))
            }
          }
        }
      }
    }
    self.rows = 0..<0
    self.columns = 0..<0
  }

  /// A row's sums from the left, as opacities; the cells become zero.
  @inline(__always)
  private static func sum(
    _ cells: UnsafeMutablePointer<Float>, _ count: Int, _ opacity: Float, _ isJagged: Bool,
    into line: UnsafeMutablePointer<Float>
  ) {
    var sum: Float = 0
    for column in 0..<count {
      sum += cells[column]
      line[column] = sum
    }
    for column in 0..<count { line[column] = min(line[column].magnitude, 1) * opacity }
    if isJagged { for column in 0..<count { line[column] = line[column] < opacity / 2 ? 0 : opacity } }
    for column in 0...count { cells[column] = 0 }
  }

  @inline(__always)
  private static func blend(
    _ level: Float, _ line: UnsafeMutablePointer<Float>, _ count: Int, onto pixels: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<count { pixels[column] += (level - pixels[column]) * line[column] }
  }

  @inline(__always)
  private static func addEdge(
    from start: SIMD2<Float>, to end: SIMD2<Float>, to cells: UnsafeMutableBufferPointer<Float>, width: Int, height: Int
  ) {
    let sign: Float = start.y < end.y ? 1 : -1
    let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
    let (top, bottom) = (max(upper.y, 0), min(lower.y, Float(height)))
    guard top < bottom else { return }
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    var (x, y, row) = (upper.x + (top - upper.y) * slope, top, Int(top))
    while y < bottom {
      let nextY = min(Float(row + 1), bottom)
      let nextX = x + (nextY - y) * slope
      addPiece(from: x, to: nextX, down: (nextY - y) * sign, to: cells, at: row * (width + 2), width: Float(width))
      (x, y, row) = (nextX, nextY, row + 1)
    }
  }

  /// The piece of an edge in one row.
  @inline(__always)
  private static func addPiece(
    from start: Float, to end: Float, down: Float, to cells: UnsafeMutableBufferPointer<Float>, at row: Int,
    width: Float
  ) {
    var (left, right) = (min(start, end), max(start, end))
    guard left < width else { return }
    guard right > 0 else {
      cells[row] += down
      return
    }
    let density = right > left ? down / (right - left) : 0
    if left < 0 {
      cells[row] -= density * left
      left = 0
    }
    right = min(right, width)
    var column = Int(left)
    while right > Float(column + 1) {
      let border = Float(column + 1)
      let part = density * (border - left)
      let share = (left + border) / 2 - Float(column)
      cells[row + column] += part * (1 - share)
      cells[row + column + 1] += part * share
      (left, column) = (border, column + 1)
    }
    let part = density > 0 || density < 0 ? density * (right - left) : down
    let share = (left + right) / 2 - Float(column)
    cells[row + column] += part * (1 - share)
    cells[row + column + 1] += part * share
  }

  private static func pixels(_ low: Float, _ high: Float, below bound: Int) -> Range<Int> {
    let limit = Float(bound)
    return Int(min(max(low, 0), limit))..<Int(min(max(high + 1, 0), limit).rounded(.up))
  }

  private static func union(_ first: Range<Int>, _ second: Range<Int>) -> Range<Int> {
    if first.isEmpty { return second }
    if second.isEmpty { return first }
    return min(first.lowerBound, second.lowerBound)..<max(first.upperBound, second.upperBound)
  }
}
