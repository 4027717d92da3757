import InklingFiles
import InklingFormats

/// Goes through a file's groups once.
struct HDF5Walk {
  private let reader: HDF5Reader
  private var heap: HDF5GlobalHeap
  private var objects = 0
  /// How to read each data set, by its path.
  private(set) var records: [String: HDF5Record] = [:]

  init(_ reader: HDF5Reader) {
    self.reader = reader
    heap = HDF5GlobalHeap(reader)
  }

  /// Everything from the root down.
  ///
  /// - Throws: `InputError` of kind `.malformed` for what `HDF5File` refuses.
  mutating func root(_ address: Int?) throws(InputError) -> HDF5Group {
    guard let address, case .group(let group) = try content(address, "", []) else {
      throw fault("the HDF5 file has no root group", nil)
    }
    return group
  }

  /// - Parameters:
  ///   - place: its path in the file; empty for the root.
  ///   - above: where the groups that it is in lie.
  private mutating func content(_ address: Int?, _ place: String, _ above: [Int]) throws(InputError)
    -> HDF5Group.Content
  {
    guard let address else { throw fault("a member of the HDF5 file lies nowhere", place) }
    guard !above.contains(address) else { throw fault("a group of the HDF5 file is inside itself", place) }
    let header = try HDF5ObjectHeader(reader, at: address)
    let isGroup = header.messages.contains { $0.kind == .symbolTable || $0.kind == .linkInfo }
    let isDataset = header.messages.contains { $0.kind == .dataspace || $0.kind == .layout }
    guard isGroup != isDataset else {
      throw fault("a member of the HDF5 file is neither a group nor a data set", place)
    }
    return isGroup
      ? .group(try group(header, place, above + [address])) : .dataset(try dataset(header, place))
  }

  private mutating func group(
    _ header: HDF5ObjectHeader, _ place: String, _ above: [Int]
  ) throws(InputError) -> HDF5Group {
    guard above.count <= HDF5Limits.depth else {
      throw fault("the groups of the HDF5 file are nested too deeply", place, expected: "\(HDF5Limits.depth) levels")
    }
    var members: [HDF5Group.Member] = []
    for link in try HDF5Link.members(reader, header, place: place) {
      objects += 1
      let most = HDF5Limits.objects(in: reader.bytes.count)
      guard objects <= most else {
        throw fault("the HDF5 file has too many groups and data sets", place, expected: "at most \(most)")
      }
      let inner = place.isEmpty ? link.name : "\(place)/\(link.name)"
      try reader.take(inner.utf8.count)
      members.append(HDF5Group.Member(name: link.name, content: try content(link.address, inner, above)))
    }
    return HDF5Group(attributes: try attributes(header, place), members: members)
  }

  private mutating func dataset(_ header: HDF5ObjectHeader, _ place: String) throws(InputError) -> HDF5Dataset {
    guard let space = try header.only(.dataspace), let type = try header.only(.datatype), !space.isShared,
      let shape = try HDF5Dataspace(space.contents).shape
    else { throw fault("a data set of the HDF5 file has no shape or type", place) }
    let kind = try type.isShared ? HDF5Type.shared : HDF5Type(type.contents)
    let filters = try header.only(.filters)
    guard filters?.isShared != true else { throw Self.sharedMessage(reader) }
    records[place] = HDF5Record(
      type: kind, shape: shape, layout: try header.only(.layout)?.contents.range, filters: filters?.contents.range,
      isExternal: header.messages.contains { $0.kind == .externalFiles })
    return HDF5Dataset(
      path: place, elementType: kind.elementType, shape: shape, attributes: try attributes(header, place))
  }

  private mutating func attributes(_ header: HDF5ObjectHeader, _ place: String) throws(InputError) -> [HDF5Attribute] {
    var messages: [HDF5Cursor] = []
    for message in header.messages where message.kind == .attribute {
      guard !message.isShared else { throw Self.sharedMessage(reader) }
      messages.append(message.contents)
    }
    if let info = try header.only(.attributeInfo) { messages += try denseAttributes(info.contents) }
    guard messages.count <= HDF5Limits.attributes else {
      throw fault(
        "an object of the HDF5 file has too many attributes", place, expected: "at most \(HDF5Limits.attributes)")
    }
    var attributes: [HDF5Attribute] = []
    for message in messages { attributes.append(try HDF5AttributeMessage.read(message, &heap)) }
    guard Set(attributes.map(\.name)).count == attributes.count else {
      throw fault("an object of the HDF5 file has two attributes of one name", place)
    }
    return attributes.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The messages in the fractal heap that an attribute info message (21) leads to.
  private func denseAttributes(_ message: HDF5Cursor) throws(InputError) -> [HDF5Cursor] {
    var cursor = message
    _ = try cursor.byte(0...0, "version")
    if try cursor.byte() & 1 != 0 { try cursor.skip(2) }
    guard let address = try cursor.address() else { return [] }
    let heap = try HDF5FractalHeap(reader, at: address)
    var messages: [HDF5Cursor] = []
    for record in try HDF5RecordTree.records(reader, at: cursor.address(), type: 8) {
      var rest = record
      let identifier = try rest.part(8)
      guard try rest.byte() & 2 == 0 else { throw Self.sharedMessage(reader) }
      messages.append(try heap.object(identifier))
    }
    return messages
  }

  static func sharedMessage(_ reader: HDF5Reader) -> InputError {
    reader.fault("the HDF5 file shares messages between objects, which is not read")
  }

  private func fault(_ what: String, _ place: String?, expected: String? = nil) -> InputError {
    reader.fault(
      what, expected: expected, found: place.map { $0.isEmpty ? "the root group" : "'\($0.prefix(200))'" })
  }
}

/// How a data set is read.
struct HDF5Record: Sendable {
  let type: HDF5Type
  let shape: [Int]
  /// Where the layout message lies.
  let layout: Range<Int>?
  /// Where the filter message lies.
  let filters: Range<Int>?
  let isExternal: Bool
}
