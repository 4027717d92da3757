/// The sum of `count` elements in four accumulators, so that additions need not wait for each other: element `k` goes to
/// accumulator `k % 4`, the last few to the first; these are added as `(0 + 1) + (2 + 3)`.
///
/// Loops written out, here and below: closures in their place are called, not inlined.
@inline(always)
func sum(_ source: UnsafeRawPointer, _ count: Int) -> Vector {
  var a = Vector(), b = Vector(), c = Vector(), d = Vector()
  var k = 0
  while k + 4 <= count {
    a += load(source, k * elementBytes)
    b += load(source, (k + 1) * elementBytes)
    c += load(source, (k + 2) * elementBytes)
    d += load(source, (k + 3) * elementBytes)
    k += 4
  }
  while k < count {
    a += load(source, k * elementBytes)
    k += 1
  }
  return (a + b) + (c + d)
}

@inline(always)
func addSquare(_ sum: inout Vector, _ distance: Vector) { multiplyAdd(&sum, distance, distance) }

/// The sum of the squares of the elements' distances from `mean`, in the same order.
@inline(always)
func squares(_ source: UnsafeRawPointer, _ count: Int, _ mean: Vector) -> Vector {
  var a = Vector(), b = Vector(), c = Vector(), d = Vector()
  var k = 0
  while k + 4 <= count {
    addSquare(&a, load(source, k * elementBytes) - mean)
    addSquare(&b, load(source, (k + 1) * elementBytes) - mean)
    addSquare(&c, load(source, (k + 2) * elementBytes) - mean)
    addSquare(&d, load(source, (k + 3) * elementBytes) - mean)
    k += 4
  }
  while k < count {
    addSquare(&a, load(source, k * elementBytes) - mean)
    k += 1
  }
  return (a + b) + (c + d)
}

/// A gradient's sum, and that of its products with the distances of what it belongs to from their mean.
typealias GradientSums = (bias: Vector, weight: Vector)

@inline(always)
func add(_ sums: inout GradientSums, _ gradient: Vector, _ distance: Vector) {
  sums.bias += gradient
  multiplyAdd(&sums.weight, gradient, distance)
}

@inline(always)
func total(_ a: GradientSums, _ b: GradientSums, _ c: GradientSums, _ d: GradientSums) -> GradientSums {
  ((a.bias + b.bias) + (c.bias + d.bias), (a.weight + b.weight) + (c.weight + d.weight))
}

/// The value in the first `lanes` of the block's sixteen, zero in the others; for one register of them.
@inline(always)
func keeping(_ value: Vector, _ lanes: Int, _ part: Int) -> Vector {
  let width = vectorBytes / 4
  var numbers = IntVector()
  for lane in 0..<width { numbers[lane] = Int32(truncatingIfNeeded: lane) }
  let limit = IntVector(repeating: Int32(truncatingIfNeeded: lanes - part * width))
  return Vector().replacing(with: value, where: numbers .< limit)
}

/// `1 / sqrt(x)` of normal positive numbers, to about one unit in the last place: a guess from the exponent's bits, off
/// by 3.5 percent, and three of Newton's steps, each of which squares that. (The standard library's square root may call
/// the C library's.)
@inline(always)
func inverseSquareRoot(_ x: Vector) -> Vector {
  let bits = unsafeBitCast(x, to: IntVector.self) &>> IntVector(repeating: 1)
  var root = unsafeBitCast(IntVector(repeating: 0x5F37_59DF) &- bits, to: Vector.self)
  let half = broadcast(0.5)
  for _ in 0..<3 {
    // What is missing to one: 1 - x * root^2.
    var missing = broadcast(1)
    multiplyAdd(&missing, Vector() - x * root, root)
    multiplyAdd(&root, root * half, missing)
  }
  return root
}
