// Polynomials of the Cephes library (Moshier), one rounding an operation, so that every machine agrees; the C
// library's functions differ from one to the next.

/// e^x for x <= 0, to about one unit in the last place; below -87 it is e^-87.
@inline(always)
func exponential(_ x: Vector) -> Vector {
  let x = x.replacing(with: broadcast(-87), where: x .< broadcast(-87))
  let magic = broadcast(12_582_912)
  var shifted = magic
  multiplyAdd(&shifted, x, broadcast(1.442_695_04))
  let n = shifted - magic
  var r = x
  multiplyAdd(&r, n, broadcast(-0.693_359_375))
  multiplyAdd(&r, n, broadcast(2.121_944_40e-4))
  var q = r + broadcast(1)
  multiplyAdd(&q, exponentialPolynomial(r), r * r)
  let power = unsafeBitCast(shifted, to: IntVector.self) &- unsafeBitCast(magic, to: IntVector.self)
  return unsafeBitCast(unsafeBitCast(q, to: IntVector.self) &+ (power &<< IntVector(repeating: 23)), to: Vector.self)
}

/// p with `e^r = 1 + r + p * r^2`, for |r| up to half the logarithm of two.
@inline(always)
func exponentialPolynomial(_ r: Vector) -> Vector {
  var p = broadcast(1.987_569_15e-4)
  p = horner(p, r, 1.398_199_95e-3)
  p = horner(p, r, 8.333_451_91e-3)
  p = horner(p, r, 4.166_579_59e-2)
  p = horner(p, r, 1.666_666_55e-1)
  return horner(p, r, 5.000_000_12e-1)
}

/// The natural logarithm of a normal positive number.
@inline(always)
func logarithm(_ x: Vector) -> Vector {
  let bits = unsafeBitCast(x, to: IntVector.self)
  // Mantissa in [0.5, 1), then doubled below the root of one half, so that it lies around one.
  var mantissa = unsafeBitCast(
    (bits & IntVector(repeating: 0x007F_FFFF)) | IntVector(repeating: 0x3F00_0000), to: Vector.self)
  let exponentBits = ((bits &>> IntVector(repeating: 23)) & IntVector(repeating: 255)) &- IntVector(repeating: 126)
  let magic = broadcast(12_582_912)
  var exponent =
    unsafeBitCast(exponentBits &+ unsafeBitCast(magic, to: IntVector.self), to: Vector.self) - magic
  let small = mantissa .< broadcast(0.707_106_781)
  exponent = exponent.replacing(with: exponent - broadcast(1), where: small)
  mantissa = mantissa.replacing(with: mantissa + mantissa, where: small)
  let r = mantissa - broadcast(1)
  let square = r * r
  var p = broadcast(7.037_683_63e-2)
  p = horner(p, r, -1.151_461_03e-1)
  p = horner(p, r, 1.167_699_87e-1)
  p = horner(p, r, -1.242_014_08e-1)
  p = horner(p, r, 1.424_932_28e-1)
  p = horner(p, r, -1.666_805_77e-1)
  p = horner(p, r, 2.000_071_48e-1)
  p = horner(p, r, -2.499_999_40e-1)
  p = horner(p, r, 3.333_333_12e-1)
  var y = p * r * square
  multiplyAdd(&y, exponent, broadcast(-2.121_944_40e-4))
  multiplyAdd(&y, square, broadcast(-0.5))
  var result = r + y
  multiplyAdd(&result, exponent, broadcast(0.693_359_375))
  return result
}

/// `p * x + coefficient`.
@inline(always)
func horner(_ p: Vector, _ x: Vector, _ coefficient: Float) -> Vector {
  var sum = broadcast(coefficient)
  multiplyAdd(&sum, p, x)
  return sum
}
