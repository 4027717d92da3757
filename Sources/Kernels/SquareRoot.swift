/// The square root, to about one unit in the last place, for x >= 0: the reciprocal root by the exponent's bits and
/// two of Newton's steps, then one more on the root itself.
///
/// Not the instruction: the standard library's root of a vector goes lane by lane, and calls the C library's where a
/// lane is negative.
@inline(always)
func squareRoot(_ x: Vector) -> Vector {
  // The bits of a subnormal number do not tell its size.
  let isTiny = x .< broadcast(0x1p-100)
  let scaled = x.replacing(with: x * broadcast(0x1p64), where: isTiny)
  let bits = unsafeBitCast(scaled, to: IntVector.self)
  var y = unsafeBitCast(IntVector(repeating: 0x5F37_59DF) &- (bits &>> IntVector(repeating: 1)), to: Vector.self)
  let half = scaled * broadcast(-0.5)
  for _ in 0..<2 {
    var correction = broadcast(1.5)
    multiplyAdd(&correction, half * y, y)
    y *= correction
  }
  var root = scaled * y
  var rest = scaled
  multiplyAdd(&rest, -root, root)
  multiplyAdd(&root, rest, y * broadcast(0.5))
  root = root.replacing(with: root * broadcast(0x1p-32), where: isTiny)
  return root.replacing(with: x, where: x .== broadcast(.infinity))
}
