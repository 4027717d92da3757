/// A value of a pickle. Containers are shared: a value names its object in `Pickle.objects`, and may do so often.
enum PickleValue: Hashable, Sendable {
  case none
  case bool(Bool)
  case integer(Int)
  /// A whole number beyond 64 bits: its two's complement, the lowest byte first.
  case largeInteger([UInt8])
  case float(Double)
  case text(String)
  case bytes([UInt8])
  /// A class or function by its full name, "torch.FloatStorage". It is never looked up and never called.
  case global(String)
  case object(Int)
}

/// A container, or a call that the pickle asks for and that nobody makes.
struct PickleObject: Sendable {
  enum Kind: Hashable, Sendable {
    case tuple, list, set, dictionary, orderedDictionary
    /// The function's full name; the items are the arguments.
    case call(String)
    /// What lies outside the pickle; the one item says what.
    case persistent
  }

  let kind: Kind
  /// The items of a sequence, a dictionary's values, a call's arguments.
  var items: [PickleValue] = []
  /// A dictionary's keys, in the order in which they came.
  var keys: [PickleValue] = []
  /// The place of each key.
  var places: [PickleValue: Int] = [:]
  /// How many containers stand inside one another, as far as was known when this was filled.
  var depth = 1

  var isDictionary: Bool { kind == .dictionary || kind == .orderedDictionary }

  /// A dictionary's value for a key that is text.
  func value(_ key: String) -> PickleValue? { places[.text(key)].map { items[$0] } }
}

/// What a pickle holds.
struct Pickle: Sendable {
  let root: PickleValue
  let objects: [PickleObject]

  /// The object behind a value; nil for a plain one.
  func object(_ value: PickleValue) -> PickleObject? {
    if case .object(let index) = value { objects[index] } else { nil }
  }

  /// The items of a tuple or list; nil for anything else.
  func sequence(_ value: PickleValue) -> [PickleValue]? {
    guard let object = object(value), object.kind == .tuple || object.kind == .list else { return nil }
    return object.items
  }
}
