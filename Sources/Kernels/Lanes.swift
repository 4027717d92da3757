// A block is sixteen images. One element of a block is sixteen floats, 64 bytes, lane i for image i, on every
// machine; a machine with narrower registers handles it in `parts`, each in the same order per lane.
#if KERNELS_AVX512
  typealias Vector = SIMD16<Float>
  typealias IntVector = SIMD16<Int32>
  /// Accumulators that fit the register file beside their operands, for four positions and for one.
  @inline(always) var widestQuad: Int { 6 }
  @inline(always) var widestSingle: Int { 16 }
#elseif KERNELS_AVX2
  typealias Vector = SIMD8<Float>
  typealias IntVector = SIMD8<Int32>
  @inline(always) var widestQuad: Int { 3 }
  @inline(always) var widestSingle: Int { 12 }
#else
  typealias Vector = SIMD4<Float>
  typealias IntVector = SIMD4<Int32>
  @inline(always) var widestQuad: Int { 3 }
  @inline(always) var widestSingle: Int { 12 }
#endif

/// Bytes of one element of a block.
@inline(always) var elementBytes: Int { 64 }
/// Bytes of one register.
@inline(always) var vectorBytes: Int { MemoryLayout<Vector>.size }
/// Registers an element takes.
@inline(always) var parts: Int { elementBytes / vectorBytes }
/// Registers of an element that so many lanes fill.
@inline(always) func parts(for lanes: Int) -> Int { (lanes * 4 + vectorBytes - 1) / vectorBytes }

@inline(always) func load(_ address: UnsafeRawPointer) -> Vector { address.load(as: Vector.self) }
@inline(always) func load(_ address: UnsafeRawPointer, _ offset: Int) -> Vector {
  address.load(fromByteOffset: offset, as: Vector.self)
}
@inline(always) func store(_ value: Vector, _ address: UnsafeMutableRawPointer) {
  address.storeBytes(of: value, as: Vector.self)
}
@inline(always) func store(_ value: Vector, _ address: UnsafeMutableRawPointer, _ offset: Int) {
  address.storeBytes(of: value, toByteOffset: offset, as: Vector.self)
}
@inline(always) func broadcast(_ value: Float) -> Vector { Vector(repeating: value) }
/// An array of one value. A function of this module, because where `InlineArray(repeating:)` is not inlined the linker
/// may exchange it with another instruction set's; not always inlined, because the optimiser then has no room left to
/// inline what is in it.
func filled<let count: Int, Value: BitwiseCopyable>(_ value: Value) -> InlineArray<count, Value> {
  InlineArray<count, Value>(repeating: value)
}
@inline(always) func maximum(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .> a) }

/// `sum += x * w`, rounded once where the instruction exists. Without it `fma` would be a library call per lane.
@inline(always) func multiplyAdd(_ sum: inout Vector, _ x: Vector, _ w: Vector) {
  #if KERNELS_AVX512 || KERNELS_AVX2 || arch(arm64)
    sum.addProduct(x, w)
  #else
    sum += x * w
  #endif
}

/// The widths of `pieces(count, widest)` nearly equal tiles that cover `count`: as few as possible, none much
/// narrower than the rest, because a narrow tile leaves the multipliers idle.
@inline(always) func tileCount(_ count: Int, _ widest: Int) -> Int { (count + widest - 1) / widest }

/// Calls `body(first, width)` for each of the nearly equal tiles of `count`.
@inline(always) func forTiles(of count: Int, widest: Int, _ body: (Int, Int) -> Void) {
  let tiles = tileCount(count, widest)
  var first = 0
  for tile in 0..<tiles {
    let next = count * (tile + 1) / tiles
    body(first, next - first)
    first = next
  }
}
