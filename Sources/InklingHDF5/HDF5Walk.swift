import InklingCHDF5
import InklingFiles
import InklingFormats

/// Goes through a file's groups once. It is used inside the library's lock.
struct HDF5Walk {
  let path: String?
  private var objects = 0
  private var attributeBytes = 0

  init(path: String?) { self.path = path }

  /// Everything from the root down.
  ///
  /// - Throws: `InputError` of kind `.malformed` for what `HDF5File` refuses.
  mutating func root(of file: hid_t) throws(InputError) -> HDF5Group {
    let object = inkling_h5_open_object(file, "/")
    guard object >= 0 else { throw fault("the HDF5 file has no root group", nil) }
    defer { H5Oclose(object) }
    return try group(object, place: "", above: [])
  }

  /// - Parameters:
  ///   - place: its path in the file; empty for the root.
  ///   - above: where the groups that it is in lie.
  private mutating func group(_ object: hid_t, place: String, above: [UInt64]) throws(InputError) -> HDF5Group {
    var address: UInt64 = 0
    guard inkling_h5_object_kind(object, &address) == Int32(inkling_h5_object_group.rawValue) else {
      throw fault("a group of the HDF5 file cannot be read", place)
    }
    guard !above.contains(address) else { throw fault("a group of the HDF5 file is inside itself", place) }
    guard above.count < HDF5Limits.depth else {
      throw fault("the groups of the HDF5 file are nested too deeply", place, expected: "\(HDF5Limits.depth) levels")
    }
    var members: [HDF5Group.Member] = []
    for name in try names(object, place) {
      try count(place)
      let inner = place.isEmpty ? name : "\(place)/\(name)"
      members.append(HDF5Group.Member(name: name, content: try content(object, name, inner, above + [address])))
    }
    return HDF5Group(attributes: try attributes(object, place), members: members)
  }

  private mutating func count(_ place: String) throws(InputError) {
    objects += 1
    guard objects <= HDF5Limits.objects else {
      throw fault("the HDF5 file has too many groups and data sets", place, expected: "at most \(HDF5Limits.objects)")
    }
  }

  private mutating func content(
    _ group: hid_t, _ name: String, _ place: String, _ above: [UInt64]
  ) throws(InputError) -> HDF5Group.Content {
    let object = inkling_h5_open_object(group, name)
    guard object >= 0 else { throw fault("a member of the HDF5 file cannot be opened", place) }
    defer { H5Oclose(object) }
    var address: UInt64 = 0
    switch inkling_h5_object_kind(object, &address) {
    case Int32(inkling_h5_object_group.rawValue): return .group(try self.group(object, place: place, above: above))
    case Int32(inkling_h5_object_dataset.rawValue): return .dataset(try dataset(object, place))
    default: throw fault("a member of the HDF5 file is neither a group nor a data set", place)
    }
  }

  private mutating func dataset(_ object: hid_t, _ place: String) throws(InputError) -> HDF5Dataset {
    let space = H5Dget_space(object)
    let type = H5Dget_type(object)
    defer {
      if space >= 0 { H5Sclose(space) }
      if type >= 0 { H5Tclose(type) }
    }
    guard space >= 0, type >= 0, let shape = Self.shape(space) else {
      throw fault("a data set of the HDF5 file has no shape or type", place)
    }
    return HDF5Dataset(
      path: place, elementType: HDF5Type(type).elementType, shape: shape, attributes: try attributes(object, place))
  }

  /// The names of a group's members, all of them behind hard links.
  private func names(_ object: hid_t, _ place: String) throws(InputError) -> [String] {
    let box = LinkNames(most: HDF5Limits.objects)
    let status = withExtendedLifetime(box) {
      inkling_h5_links(
        object,
        { name, kind, context in
          guard let name, let context else { return -1 }
          return Unmanaged<LinkNames>.fromOpaque(context).takeUnretainedValue().add(name, kind) ? 0 : 1
        }, Unmanaged.passUnretained(box).toOpaque())
    }
    if let (sentence, name) = box.fault { throw fault(sentence, place.isEmpty ? name : "\(place)/\(name)") }
    guard status == 0 else { throw fault("the members of a group of the HDF5 file cannot be listed", place) }
    return box.names
  }

  private mutating func attributes(_ object: hid_t, _ place: String) throws(InputError) -> [HDF5Attribute] {
    let count = inkling_h5_attribute_count(object)
    guard count >= 0, count <= HDF5Limits.attributes else {
      throw fault(
        "the attributes in the HDF5 file cannot be read", place, expected: "at most \(HDF5Limits.attributes)",
        found: count < 0 ? nil : "\(count)")
    }
    var attributes: [HDF5Attribute] = []
    for index in 0..<UInt64(count) {
      let attribute = inkling_h5_open_attribute(object, index)
      guard attribute >= 0 else { throw fault("an attribute of the HDF5 file cannot be opened", place) }
      defer { H5Aclose(attribute) }
      guard let read = HDF5AttributeReader(attribute).read(left: HDF5Limits.allAttributeBytes - attributeBytes) else {
        throw fault("an attribute of the HDF5 file is damaged or too large", place)
      }
      attributeBytes += read.bytes
      attributes.append(read.attribute)
    }
    return attributes
  }

  /// The dimensions; nil for too many, or what no Int holds. A space of nothing is an empty list.
  static func shape(_ space: hid_t) -> [Int]? {
    var dimensions = [hsize_t](repeating: 0, count: HDF5Limits.rank)
    let rank = inkling_h5_dimensions(space, &dimensions)
    if rank == -2 { return [0] }
    guard rank >= 0, rank <= HDF5Limits.rank else { return nil }
    let shape = dimensions.prefix(Int(rank)).map { Int(clamping: $0) }
    return NamedArray.elementCount(of: shape) == nil ? nil : shape
  }

  private func fault(_ what: String, _ place: String?, expected: String? = nil, found: String? = nil) -> InputError {
    InputError(
      .malformed, what, path: path, expected: expected,
      found: found ?? place.map { $0.isEmpty ? "the root group" : "'\($0.prefix(200))'" })
  }
}

/// Collects the names of links while the library lists them, and stops at the first that is not followed.
private final class LinkNames {
  private let most: Int
  private(set) var names: [String] = []
  private(set) var fault: (sentence: String, name: String)?

  init(most: Int) { self.most = most }

  func add(_ bytes: UnsafePointer<CChar>, _ kind: Int32) -> Bool {
    let name = String(validatingCString: bytes)
    let shown = name ?? String(cString: bytes)
    switch kind {
    case Int32(inkling_h5_link_hard.rawValue): break
    case Int32(inkling_h5_link_external.rawValue):
      fault = ("the HDF5 file has a link into another file, which is not followed", shown)
    case Int32(inkling_h5_link_soft.rawValue):
      fault = ("the HDF5 file has a soft link, which is not followed", shown)
    default: fault = ("the HDF5 file has a link of an unknown kind", shown)
    }
    if name == nil || shown.isEmpty || shown.utf8.count > HDF5Limits.nameBytes || shown == "." || shown.contains("/") {
      fault = fault ?? ("the HDF5 file has a member without a proper name", String(shown.prefix(100)))
    }
    if names.count >= most { fault = fault ?? ("a group of the HDF5 file has too many members", shown) }
    guard fault == nil else { return false }
    names.append(shown)
    return true
  }
}
