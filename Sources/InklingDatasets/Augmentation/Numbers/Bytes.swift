/// The nearest number in 0 ... 255.
@inline(__always)
func clampedToByte(_ value: Float) -> Float { min(max(value, 0), 255) }

/// The nearest byte of a number in 0 ... 255, the even one of two: added to 2^23, a number's last bits are the integer.
@inline(__always)
func roundedToByte(_ value: Float) -> UInt8 { UInt8(truncatingIfNeeded: (value + 8_388_608).bitPattern) }
