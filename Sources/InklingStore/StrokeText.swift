import InklingFiles

/// Strokes as JSON: `[[[x, y, milliseconds, pressure], ...], ...]`.
enum StrokeText {
  static func encode(_ strokes: [[StrokePoint]]) -> String {
    let texts = strokes.map { stroke in
      "[" + stroke.map { "[\($0.x),\($0.y),\($0.time),\($0.pressure)]" }.joined(separator: ",") + "]"
    }
    return "[" + texts.joined(separator: ",") + "]"
  }

  /// - Throws: `InputError` of kind `.malformed` for other text.
  static func decode(_ text: String, path: String) throws(InputError) -> [[StrokePoint]] {
    let node = try JSONDocument.parse(Array(text.utf8), path: path)
    guard let strokes = node.elements else { throw fault(path, node.found) }
    return try strokes.map { stroke throws(InputError) in
      guard let points = stroke.elements else { throw fault(path, stroke.found) }
      return try points.map { point throws(InputError) in
        guard let numbers = point.doubles, numbers.count == 4 else { throw fault(path, point.found) }
        return StrokePoint(x: numbers[0], y: numbers[1], time: numbers[2], pressure: numbers[3])
      }
    }
  }

  private static func fault(_ path: String, _ found: String) -> InputError {
    InputError(
      .malformed, "a drawing in the store is damaged", path: path, expected: "strokes of points of four numbers",
      found: found)
  }
}
