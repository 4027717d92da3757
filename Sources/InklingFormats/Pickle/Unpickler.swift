import InklingFiles

/// Reads a pickle (Python's object format) as plain values, with the few instructions and names that tensors need, as
/// `torch.load(weights_only=True)` does (torch/_weights_only_unpickler.py).
///
/// Nothing in it is ever run: a call is kept as its name and arguments, and every name that is not allowed is refused.
struct Unpickler {
  /// What a pickle may ask for.
  struct Limits: Sendable {
    /// The most values that are put on the stack.
    var values = 1 << 21
    /// The most values that are remembered for later use.
    var memo = 1 << 20
    /// The most containers inside one another.
    var depth = 256
    /// The longest key in bytes: every use of one reads all of it.
    var keyLength = 1024
  }

  var input: PickleInput
  let globals: PickleGlobals
  let limits: Limits
  var objects: [PickleObject] = []
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var valueCount = 0

  /// A reader of the pickle that begins at `position`.
  init(
    _ bytes: [UInt8], at position: Int = 0, allowing globals: PickleGlobals, limits: Limits = Limits(), path: String?
  ) {
    input = PickleInput(bytes, at: position, path: path)
    (self.globals, self.limits) = (globals, limits)
  }

  /// The values, and where the next byte behind the pickle is.
  ///
  /// - Throws: `InputError` of kind `.malformed` for what is damaged, beyond the limits, or asks for something else.
  consuming func load() throws(InputError) -> (Pickle, end: Int) {
    guard try input.byte() == PickleOpcode.proto.rawValue, (2...5).contains(try input.byte()) else {
      throw input.fault("not a pickle of protocol 2 to 5")
    }
    while true {
      let byte = try input.byte()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        throw input.fault(
          "the pickle has an instruction that tensors do not need", found: PickleOpcode.name(of: byte),
          remedy: "save a state dict with torch.save")
      }
      if opcode == .stop { break }
      try perform(opcode)
    }
    let root = try pop()
    guard stack.isEmpty, marks.isEmpty else { throw input.fault("the pickle ends with values left over") }
    return (Pickle(root: root, objects: objects), input.position)
  }

  private mutating func perform(_ opcode: PickleOpcode) throws(InputError) {
    switch opcode {
    case .proto, .frame: try skipHeader(opcode)
    case .mark: try pushMark()
    case .emptyTuple: try push(PickleObject(kind: .tuple))
    case .emptyList: try push(PickleObject(kind: .list))
    case .emptySet: try push(PickleObject(kind: .set))
    case .emptyDictionary: try push(PickleObject(kind: .dictionary))
    case .tuple: try push(object(.tuple, items: popMark()))
    case .tuple1: try push(object(.tuple, items: pop(1)))
    case .tuple2: try push(object(.tuple, items: pop(2)))
    case .tuple3: try push(object(.tuple, items: pop(3)))
    case .frozenSet: try push(object(.set, items: popMark()))
    case .append: try append(pop(1), to: .list)
    case .appends: try append(popMark(), to: .list)
    case .addItems: try append(popMark(), to: .set)
    case .setItem: try set(pop(2))
    case .setItems: try set(popMark())
    case .binGet, .longBinGet: try get(input.number(opcode == .binGet ? 1 : 4))
    case .binPut, .longBinPut: try put(input.number(opcode == .binPut ? 1 : 4))
    case .memoize: try put(memo.count)
    case .global: try pushGlobal(module: input.line(), name: input.line())
    case .stackGlobal: try pushStackGlobal()
    case .reduce, .newObject: try call()
    case .build: try build()
    case .binPersistentID: try push(object(.persistent, items: pop(1)))
    default: try push(scalar(opcode))
    }
  }

  private mutating func skipHeader(_ opcode: PickleOpcode) throws(InputError) {
    // A frame only says how much may be read at once.
    if opcode == .frame { _ = try input.length8() } else { _ = try input.byte() }
  }

  private mutating func pushStackGlobal() throws(InputError) {
    let names = try pop(2)
    guard case .text(let module) = names[0], case .text(let name) = names[1] else {
      throw input.fault("the pickle names a class by something that is no text")
    }
    try pushGlobal(module: module, name: name)
  }

  // MARK: The stack

  mutating func push(_ value: PickleValue) throws(InputError) {
    valueCount += 1
    guard valueCount <= limits.values else {
      throw input.fault("the pickle has too many values", expected: "at most \(limits.values)")
    }
    stack.append(value)
  }

  mutating func push(_ object: PickleObject) throws(InputError) {
    objects.append(object)
    try push(.object(objects.count - 1))
  }

  private mutating func pushMark() throws(InputError) {
    guard marks.count < limits.depth else { throw tooDeep() }
    marks.append(stack.count)
  }

  mutating func pop() throws(InputError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else { throw nothingThere() }
    return value
  }

  /// The last `count` values, in the order in which they came.
  mutating func pop(_ count: Int) throws(InputError) -> [PickleValue] {
    guard stack.count - count >= marks.last ?? 0 else { throw nothingThere() }
    let values = [PickleValue](stack.suffix(count))
    stack.removeLast(count)
    return values
  }

  private mutating func popMark() throws(InputError) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw nothingThere() }
    let values = [PickleValue](stack[mark...])
    stack.removeLast(values.count)
    return values
  }

  private func top() throws(InputError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw nothingThere() }
    return value
  }

  // MARK: Containers

  /// The index of the container on top of the stack that `matches`.
  private func topObject(_ doing: String, _ matches: (PickleObject) -> Bool) throws(InputError) -> Int {
    guard case .object(let index) = try top(), matches(objects[index]) else {
      throw input.fault("the pickle \(doing) something else")
    }
    return index
  }

  func object(_ kind: PickleObject.Kind, items: [PickleValue]) throws(InputError) -> PickleObject {
    var object = PickleObject(kind: kind)
    object.items = items
    object.depth = try depth(around: items)
    return object
  }

  private func depth(around items: [PickleValue]) throws(InputError) -> Int {
    var depth = 0
    for case .object(let index) in items { depth = max(depth, objects[index].depth) }
    guard depth < limits.depth else { throw tooDeep() }
    return depth + 1
  }

  private mutating func append(_ items: [PickleValue], to kind: PickleObject.Kind) throws(InputError) {
    let index = try topObject("appends to") { $0.kind == kind }
    objects[index].depth = max(objects[index].depth, try depth(around: items))
    objects[index].items += items
  }

  /// Keys and values in turn.
  private mutating func set(_ pairs: [PickleValue]) throws(InputError) {
    let index = try topObject("sets an item of") { $0.isDictionary }
    guard pairs.count.isMultiple(of: 2) else { throw input.fault("the pickle has a key without a value") }
    objects[index].depth = max(objects[index].depth, try depth(around: pairs))
    for place in stride(from: 0, to: pairs.count, by: 2) { try set(pairs[place], to: pairs[place + 1], in: index) }
  }

  mutating func set(_ key: PickleValue, to value: PickleValue, in index: Int) throws(InputError) {
    switch key {
    case .object(let key) where objects[key].kind != .tuple:
      throw input.fault("a dictionary of the pickle has a key that can change")
    case .text(let text) where text.utf8.count > limits.keyLength:
      throw input.fault("a dictionary of the pickle has a key that is too long")
    case .bytes(let bytes), .largeInteger(let bytes):
      guard bytes.count <= limits.keyLength else {
        throw input.fault("a dictionary of the pickle has a key that is too long")
      }
    default: break
    }
    if let place = objects[index].places[key] {
      objects[index].items[place] = value
    } else {
      objects[index].places[key] = objects[index].items.count
      objects[index].keys.append(key)
      objects[index].items.append(value)
    }
  }

  /// The state of an ordered dictionary's own attributes, such as torch's versions of modules, is not needed.
  private mutating func build() throws(InputError) {
    _ = try pop()
    _ = try topObject("gives a state to") { $0.kind == .orderedDictionary }
  }

  // MARK: The memo

  private mutating func put(_ index: Int) throws(InputError) {
    memo[index] = try top()
    guard memo.count <= limits.memo else {
      throw input.fault("the pickle remembers too many values", expected: "at most \(limits.memo)")
    }
  }

  private mutating func get(_ index: Int) throws(InputError) {
    guard let value = memo[index] else { throw input.fault("the pickle recalls a value that it never had") }
    try push(value)
  }

  private func tooDeep() -> InputError {
    input.fault("the pickle is nested too deep", expected: "at most \(limits.depth) containers in one another")
  }

  private func nothingThere() -> InputError {
    input.fault("the pickle takes a value where none is", remedy: "get the file again")
  }
}
