// The exponential and the logarithm in Double, for sums over many steps. No multiply-add is fused, so every instruction
// set gives the same bits.

/// e^x for x <= 709 to about one unit in the last place; zero below -700.
@inline(always)
func exponential(_ x: Double) -> Double {
  if !(x >= -700) { return x < 0 ? 0 : x }
  let magic = 6_755_399_441_055_744.0
  let n = (x * 1.442_695_040_888_963_4 + magic) - magic
  // The logarithm of two in two parts, the first without its last 21 bits.
  let r = (x - n * 0.693_147_180_369_123_8) - n * 1.908_214_929_270_587_7e-10
  // The series of e^r, |r| <= log(2) / 2, to 1 / 13!.
  var p = 1.605_904_383_682_161_5e-10
  p = p * r + 2.087_675_698_786_81e-9
  p = p * r + 2.505_210_838_544_172e-8
  p = p * r + 2.755_731_922_398_589_3e-7
  p = p * r + 2.755_731_922_398_589_3e-6
  p = p * r + 2.480_158_730_158_730_2e-5
  p = p * r + 1.984_126_984_126_984_1e-4
  p = p * r + 1.388_888_888_888_889e-3
  p = p * r + 8.333_333_333_333_333e-3
  p = p * r + 4.166_666_666_666_666_4e-2
  p = p * r + 1.666_666_666_666_666_6e-1
  p = p * r + 0.5
  p = p * r * r + r + 1
  let power = UInt64(bitPattern: Int64(n)) &+ 1023
  return p * Double(bitPattern: power &<< 52)
}

/// The natural logarithm of zero, of a normal positive number, and of NaN and infinity, which are their own.
@inline(always)
func logarithm(_ x: Double) -> Double {
  if !(x > 0 && x < Double.infinity) { return x == 0 ? -Double.infinity : x }
  let bits = x.bitPattern
  var exponent = Int64(bits >> 52) - 1022
  var mantissa = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000)
  if mantissa < 0.707_106_781_186_547_5 {
    mantissa += mantissa
    exponent -= 1
  }
  // log(m) = 2 artanh(f), whose series in f^2 <= 0.0295 ends at f^21.
  let f = (mantissa - 1) / (mantissa + 1)
  let square = f * f
  var p = 1.0 / 21
  p = p * square + 1.0 / 19
  p = p * square + 1.0 / 17
  p = p * square + 1.0 / 15
  p = p * square + 1.0 / 13
  p = p * square + 1.0 / 11
  p = p * square + 1.0 / 9
  p = p * square + 1.0 / 7
  p = p * square + 1.0 / 5
  p = p * square + 1.0 / 3
  return Double(exponent) * 0.693_147_180_559_945_3 + (2 * f + 2 * f * square * p)
}

/// log(e^a + e^b + e^c), minus infinity of minus infinities.
@inline(always)
func logarithmOfSum(_ a: Double, _ b: Double, _ c: Double) -> Double {
  var largest = a > b ? a : b
  if c > largest { largest = c }
  if largest == -Double.infinity { return largest }
  return largest + logarithm(exponential(a - largest) + exponential(b - largest) + exponential(c - largest))
}
