import InklingFiles

/// A value's array (`tensorflow.TensorProto`), of the element types that TensorBoard's plugins use.
struct SummaryTensor {
  /// The element types, by `tensorflow.DataType`.
  enum Kind: Int64 {
    case float = 1
    case double = 2
    case text = 7
  }

  /// The most numbers or texts of an array that are read.
  static let largestCount = 1 << 20

  /// Nil for an element type that no plugin of these uses.
  private(set) var kind: Kind?
  private(set) var shape: [Int] = []
  /// The numbers of a float or double array.
  private(set) var numbers: [Double] = []
  /// The elements of a text array.
  private(set) var texts: [[UInt8]] = []

  /// - Throws: `InputError` of kind `.malformed` for a negative dimension, and numbers that do not fill the shape.
  init(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    var content: ProtobufField?
    var floats: [Float] = []
    while let field = try reader.next() {
      switch field.number {
      case 1: kind = Kind(rawValue: try reader.integer(field))
      case 2: shape = try Self.shape(reader.message(field, of: "shape"))
      case 4: content = field
      case 5: try reader.append(field, to: &floats)
      case 6: try reader.append(field, to: &numbers)
      case 8:
        guard texts.count < Self.largestCount else {
          throw reader.fault("too many texts", at: field.offset, expected: "at most \(Self.largestCount)")
        }
        texts.append(try reader.bytes(field))
      default: continue
      }
    }
    if let content {
      switch kind {
      case .float: try reader.append(content, to: &floats)
      case .double: try reader.append(content, to: &numbers)
      case .text, nil: break
      }
    }
    if kind == .float { numbers = floats.map(Double.init) }
    try fill(reader)
  }

  /// Repeats the last number up to the shape's end, as writers leave out what repeats it.
  private mutating func fill(_ reader: ProtobufReader) throws(InputError) {
    guard kind == .float || kind == .double else { return }
    guard let count = NamedArray.elementCount(of: shape), count <= Self.largestCount, numbers.count <= count,
      !numbers.isEmpty || count == 0
    else {
      throw reader.fault(
        "an array does not fill its shape", at: nil, expected: "\(shape.prefix(8))", found: "\(numbers.count) numbers")
    }
    if let last = numbers.last { numbers += [Double](repeating: last, count: count - numbers.count) }
  }

  /// The dimensions of a `tensorflow.TensorShapeProto`.
  static func shape(_ reader: ProtobufReader) throws(InputError) -> [Int] {
    var reader = reader
    var shape: [Int] = []
    while let field = try reader.next() {
      guard field.number == 2 else { continue }
      guard shape.count < 32 else {
        throw reader.fault("a shape has too many dimensions", at: field.offset, expected: "at most 32")
      }
      var dimension = try reader.message(field, of: "dimension")
      var size: Int64 = 0
      while let field = try dimension.next() {
        if field.number == 1 { size = try dimension.integer(field) }
      }
      shape.append(Int(size))
    }
    return shape
  }

  static func write(_ shape: [Int], to writer: inout ProtobufWriter) {
    for size in shape { writer.message(2) { $0.integer(1, Int64(size)) } }
  }

  static func write(_ numbers: [Float], shape: [Int], to writer: inout ProtobufWriter) {
    start(.float, shape, &writer)
    writer.floats(5, numbers)
  }

  static func write(_ numbers: [Double], shape: [Int], to writer: inout ProtobufWriter) {
    start(.double, shape, &writer)
    writer.doubles(6, numbers)
  }

  static func write(_ texts: [[UInt8]], shape: [Int], to writer: inout ProtobufWriter) {
    start(.text, shape, &writer)
    for text in texts { writer.bytes(8, text) }
  }

  private static func start(_ kind: Kind, _ shape: [Int], _ writer: inout ProtobufWriter) {
    writer.integer(1, kind.rawValue)
    writer.message(2) { write(shape, to: &$0) }
  }
}
