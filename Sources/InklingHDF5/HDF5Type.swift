import InklingCHDF5
import InklingFormats

/// What a type of the file holds.
struct HDF5Type {
  /// Nil for text and for numbers that are not read.
  let elementType: ElementType?
  let isText: Bool
  let isVariable: Bool
  /// The bytes of one element.
  let size: Int

  init(_ type: hid_t) {
    var (size, exponent) = (0, Int32(0))
    let kind = inkling_h5_type_kind(type, &size, &exponent)
    self.size = size
    isVariable = kind == Int32(inkling_h5_number_long_string.rawValue)
    isText = isVariable || kind == Int32(inkling_h5_number_string.rawValue)
    elementType =
      switch kind {
      case Int32(inkling_h5_number_signed.rawValue): [1: .int8, 2: .int16, 4: .int32, 8: .int64][size]
      case Int32(inkling_h5_number_unsigned.rawValue): [1: .uint8, 2: .uint16, 4: .uint32, 8: .uint64][size]
      case Int32(inkling_h5_number_float.rawValue):
        switch (size, exponent) {
        case (2, 5): .float16
        case (2, 8): .bfloat16
        case (4, 8): .float32
        case (8, 11): .float64
        default: nil
        }
      case Int32(inkling_h5_number_bool.rawValue): .bool
      default: nil
      }
  }
}
