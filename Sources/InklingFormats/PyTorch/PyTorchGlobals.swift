extension PickleGlobals {
  /// What `torch.load(weights_only=True)` allows (torch/_weights_only_unpickler.py of 2.15), where tensors need it.
  static let pyTorch = PickleGlobals(
    callables: Set(
      [
        "collections.OrderedDict", "collections.Counter", "_codecs.encode", "builtins.bytearray", "builtins.set",
        "builtins.complex", "torch.Size", "torch.device", "torch.Tensor", "torch.nn.parameter.Parameter",
        "torch.serialization._get_layout", "torch._tensor._rebuild_from_type_v2",
      ] + rebuildFunctions.map { "torch._utils.\($0)" } + tensorClasses),
    values: Set(storageClasses + elementTypes.map { "torch.\($0)" }))

  private static let rebuildFunctions = [
    "_rebuild_parameter", "_rebuild_parameter_with_state", "_rebuild_qtensor", "_rebuild_tensor", "_rebuild_tensor_v2",
    "_rebuild_tensor_v3", "_rebuild_sparse_tensor", "_rebuild_meta_tensor_no_storage", "_rebuild_wrapper_subclass",
    "_rebuild_device_tensor_from_numpy", "_rebuild_device_tensor_from_cpu_tensor",
  ]

  private static let kinds = [
    "Double", "Float", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool",
  ]

  private static let tensorClasses = ["torch", "torch.cuda", "torch.sparse", "torch.cuda.sparse"].flatMap { module in
    kinds.map { "\(module).\($0)Tensor" }
  }

  private static let storageClasses =
    ["torch", "torch.cuda"].flatMap { module in
      (kinds + ["ComplexDouble", "ComplexFloat", "QInt8", "QInt32", "QUInt8", "QUInt4x2", "QUInt2x4"]).map {
        "\(module).\($0)Storage"
      }
    } + ["torch.storage.TypedStorage", "torch.storage.UntypedStorage"]

  private static let elementTypes =
    [
      "float64", "float32", "float16", "bfloat16", "float8_e5m2", "float8_e4m3fn", "float8_e5m2fnuz",
      "float8_e4m3fnuz", "float8_e8m0fnu", "float4_e2m1fn_x2", "bool", "complex32", "complex64", "complex128",
      "bcomplex32", "qint8", "qint32", "quint8", "quint4x2", "quint2x4", "bits8", "bits16", "bits1x8", "bits2x4",
      "bits4x2", "per_tensor_affine", "per_tensor_symmetric", "per_channel_affine", "per_channel_symmetric",
      "per_channel_affine_float_qparams",
    ] + ([1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64].flatMap { ["int\($0)", "uint\($0)"] })
}

extension ElementType {
  /// The class of the storages that hold it; nil for a type that came after them and is held as bytes.
  var storageClass: String? {
    switch self {
    case .float64: "DoubleStorage"
    case .float32: "FloatStorage"
    case .float16: "HalfStorage"
    case .bfloat16: "BFloat16Storage"
    case .int64: "LongStorage"
    case .int32: "IntStorage"
    case .int16: "ShortStorage"
    case .int8: "CharStorage"
    case .uint8: "ByteStorage"
    case .bool: "BoolStorage"
    case .float8E4M3, .float8E5M2, .uint64, .uint32, .uint16: nil
    }
  }

  /// PyTorch's name: "float32".
  var pyTorchName: String {
    switch self {
    case .float64: "float64"
    case .float32: "float32"
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    case .float8E4M3: "float8_e4m3fn"
    case .float8E5M2: "float8_e5m2"
    case .int64: "int64"
    case .int32: "int32"
    case .int16: "int16"
    case .int8: "int8"
    case .uint64: "uint64"
    case .uint32: "uint32"
    case .uint16: "uint16"
    case .uint8: "uint8"
    case .bool: "bool"
    }
  }
}
