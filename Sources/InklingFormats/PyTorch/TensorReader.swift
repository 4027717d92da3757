import InklingFiles

/// What the calls of a pickle say about tensors (torch/_utils.py).
struct TensorReader {
  let pickle: Pickle
  let path: String?

  private static let functions = "torch._utils."

  /// Whether a value is a call that makes a tensor of any kind.
  func isTensor(_ value: PickleValue) -> Bool {
    guard case .call(let function)? = pickle.object(value)?.kind else { return false }
    return function.hasPrefix(Self.functions) || function.hasSuffix("Tensor")
      || function == "torch._tensor._rebuild_from_type_v2" || function == "torch.nn.parameter.Parameter"
  }

  /// The tensor that a call makes.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a kind of tensor that is not read, and for wrong arguments.
  func record(_ value: PickleValue, name: String) throws(InputError) -> TensorRecord {
    guard let object = pickle.object(value), case .call(let function) = object.kind else {
      throw fault("the tensor '\(name)' is none")
    }
    return try record(function: function, object.items, name: name)
  }

  private func record(
    function: String, _ arguments: [PickleValue], name: String
  ) throws(InputError) -> TensorRecord {
    let short = function.hasPrefix(Self.functions) ? String(function.dropFirst(Self.functions.count)) : function
    switch (short, arguments.count) {
    case ("_rebuild_tensor", 4), ("_rebuild_tensor_v2", 6), ("_rebuild_tensor_v2", 7):
      return try view(arguments, elementType: nil, metadata: arguments.count > 6 ? arguments[6] : nil, name: name)
    case ("_rebuild_tensor_v3", 7), ("_rebuild_tensor_v3", 8):
      let type = try elementType(arguments[6], name: name)
      return try view(arguments, elementType: type, metadata: arguments.count > 7 ? arguments[7] : nil, name: name)
    case ("_rebuild_parameter", 3), ("_rebuild_parameter_with_state", 4), ("torch.nn.parameter.Parameter", 1...2):
      return try record(arguments[0], name: name)
    case ("torch._tensor._rebuild_from_type_v2", 4):
      guard case .global(let inner) = arguments[0], case .global(let type) = arguments[1],
        type == "torch.Tensor" || type == "torch.nn.parameter.Parameter", let items = pickle.sequence(arguments[2])
      else { throw notRead(name, "of a class of its own") }
      return try record(function: inner, items, name: name)
    case ("_rebuild_sparse_tensor", _): throw notRead(name, "sparse", remedy: "save its to_dense()")
    case ("_rebuild_qtensor", _): throw notRead(name, "quantized", remedy: "save its dequantize()")
    case ("_rebuild_meta_tensor_no_storage", _): throw notRead(name, "on the meta device and has no numbers")
    case ("_rebuild_wrapper_subclass", _): throw notRead(name, "of a class of its own")
    case (_, _) where function.contains("sparse"): throw notRead(name, "sparse", remedy: "save its to_dense()")
    default: throw notRead(name, "made by \(function) with \(arguments.count) arguments")
    }
  }

  /// Storage, offset, shape and strides.
  private func view(
    _ arguments: [PickleValue], elementType: ElementType?, metadata: PickleValue?, name: String
  ) throws(InputError) -> TensorRecord {
    // Conjugate and negative views have other numbers than their storage.
    if let metadata, metadata != .none, pickle.object(metadata)?.items.isEmpty != true {
      throw notRead(name, "a conjugate or negative view", remedy: "save its resolve_neg().resolve_conj()")
    }
    let storage = try storage(arguments[0], name: name)
    guard case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
      let strides = integers(arguments[3])
    else { throw fault("the shape of the tensor '\(name)' is not made of numbers") }
    return try TensorRecord(
      name: name, storage: storage, elementType: elementType ?? storage.elementType, offset: offset, shape: shape,
      strides: strides, path: path)
  }

  private func storage(_ value: PickleValue, name: String) throws(InputError) -> StorageRecord {
    guard let object = pickle.object(value), object.kind == .persistent else {
      throw fault("the storage of the tensor '\(name)' is none")
    }
    let named = try NamedStorage(of: object, in: pickle, path: path)
    let count = named.count
    let type = try elementType(storageClass: named.storageClass, name: name)
    let wrong = fault("the storage of the tensor '\(name)' is described in an unknown way")
    let (bytes, overflows) = count.multipliedReportingOverflow(by: type.byteCount)
    guard !overflows else { throw wrong }
    guard named.view != .none else {
      return StorageRecord(key: named.key, elementType: type, byteCount: bytes, start: 0, wholeByteCount: bytes)
    }
    guard let view = pickle.sequence(named.view), view.count == 3, case .integer(let start) = view[1],
      case .integer(let size) = view[2], start >= 0, size >= 0, start <= count, size <= count - start
    else { throw wrong }
    return StorageRecord(
      key: named.key, elementType: type, byteCount: size * type.byteCount, start: start * type.byteCount,
      wholeByteCount: bytes)
  }

  private func elementType(storageClass: String, name: String) throws(InputError) -> ElementType {
    guard let type = NamedStorage.elementType(ofClass: storageClass) else {
      throw notRead(name, "of type \(storageClass)")
    }
    return type
  }

  private func elementType(_ value: PickleValue, name: String) throws(InputError) -> ElementType {
    guard case .global(let type) = value else { throw fault("the type of the tensor '\(name)' is no type") }
    guard let found = ElementType.allCases.first(where: { "torch.\($0.pyTorchName)" == type }) else {
      throw notRead(name, "of type \(type)")
    }
    return found
  }

  /// A tuple or `torch.Size` of numbers.
  private func integers(_ value: PickleValue) -> [Int]? {
    if let object = pickle.object(value), object.kind == .call("torch.Size"), object.items.count == 1 {
      return integers(tuple: object.items[0])
    }
    return integers(tuple: value)
  }

  private func integers(tuple value: PickleValue) -> [Int]? {
    guard let items = pickle.sequence(value) else { return nil }
    var numbers: [Int] = []
    for item in items {
      guard case .integer(let number) = item else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  private func notRead(_ name: String, _ what: String, remedy: String? = nil) -> InputError {
    InputError(.malformed, "the tensor '\(name)' is \(what), which is not read", path: path, remedy: remedy)
  }

  private func fault(_ what: String) -> InputError { InputError(.malformed, what, path: path) }
}
