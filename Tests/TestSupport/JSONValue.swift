/// Any JSON value, for files whose members have different types.
public enum JSONValue: Sendable, Equatable, Codable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .bool(let bool): try value.encode(bool)
    case .number(let number): try value.encode(number)
    case .string(let string): try value.encode(string)
    case .array(let array): try value.encode(array)
    case .object(let object): try value.encode(object)
    }
  }

  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  public var double: Double? { if case .number(let number) = self { number } else { nil } }
  public var int: Int? { double.flatMap(Int.init(exactly:)) }
  public var string: String? { if case .string(let string) = self { string } else { nil } }
  public var array: [JSONValue]? { if case .array(let array) = self { array } else { nil } }
  /// An array of numbers, or nil when an element is something else.
  public var doubles: [Double]? { array.flatMap { $0.allSatisfy { $0.double != nil } ? $0.compactMap(\.double) : nil } }
  public var object: [String: JSONValue]? { if case .object(let object) = self { object } else { nil } }
}
