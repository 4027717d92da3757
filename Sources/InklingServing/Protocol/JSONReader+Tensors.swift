extension JSONReader {
  /// The numbers of a shape: in one flat array row by row, or in arrays that have the shape's form.
  ///
  /// - Parameter count: how many it has.
  /// - Throws: 400.
  mutating func numbers(
    _ shape: [Int], _ count: Int, _ datatype: String, _ title: String
  ) throws(ServedFault) -> InferRequest.Content {
    // A number and its comma take two bytes at least: a shape alone reserves nothing.
    let room = min(count, bytes.count / 2 + 1)
    if datatype == "FP32" {
      var values: [Float] = []
      values.reserveCapacity(room)
      try leaves(shape, title, count) { (reader) throws(ServedFault) in
        let value = Float(try reader.number())
        guard value.isFinite else { throw reader.fault("a number is out of FP32's range") }
        values.append(value)
      }
      return .floats(values)
    }
    var values: [UInt8] = []
    values.reserveCapacity(room)
    try leaves(shape, title, count) { (reader) throws(ServedFault) in
      let value = try reader.count()
      guard value <= 255 else { throw reader.fault("a number is out of UINT8's range") }
      values.append(UInt8(value))
    }
    return .bytes(values)
  }

  private mutating func leaves(
    _ shape: [Int], _ title: String, _ count: Int, _ take: (inout JSONReader) throws(ServedFault) -> Void
  ) throws(ServedFault) {
    var form = NestedForm(shape: shape)
    var found = 0
    repeat {
      if takes("[") {
        guard form.depth < Self.deepest else { throw fault("it is nested too deeply") }
        form.open()
        guard takes("]") else { continue }
        try form.close(title)
      } else {
        guard form.depth > 0 else { throw fault("something else is there", expected: "'['") }
        guard found < count else { throw .badRequest("\(title) has more numbers than its shape; expected \(count)") }
        try form.number(title)
        try take(&self)
        found += 1
      }
      while form.depth > 0, !takes(",") {
        try self.take("]")
        try form.close(title)
      }
    } while form.depth > 0
    guard found == count else {
      throw .badRequest("\(title) has fewer numbers than its shape; expected \(count), found \(found)")
    }
  }
}

/// Whether arrays in arrays have a shape's form: a transposed image has as many numbers, and would be another.
private struct NestedForm {
  let shape: [Int]
  /// What the arrays that are open have so far, from the outermost.
  private var counts: [Int] = []
  /// Whether there are arrays in an array.
  private var isNested = false
  /// Whether there are numbers in the outermost array.
  private var hasFlatNumbers = false

  init(shape: [Int]) { self.shape = shape }

  var depth: Int { counts.count }

  mutating func open() {
    isNested = isNested || depth > 0
    counts.append(0)
  }

  mutating func number(_ title: String) throws(ServedFault) {
    if depth == 1 { hasFlatNumbers = true }
    guard isNested ? depth == shape.count && !(hasFlatNumbers && depth > 1) : depth == 1 else { throw fault(title) }
    counts[depth - 1] += 1
  }

  mutating func close(_ title: String) throws(ServedFault) {
    let count = counts.removeLast()
    guard !isNested || depth < shape.count && count == shape[depth] && !hasFlatNumbers else { throw fault(title) }
    if depth > 0 { counts[depth - 1] += 1 }
  }

  private func fault(_ title: String) -> ServedFault {
    .badRequest("\(title) is nested in another form than its shape; expected \(shape), or one flat array")
  }
}
