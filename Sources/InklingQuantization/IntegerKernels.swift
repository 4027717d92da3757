import InklingCPUFeatures
import InklingEngine
import InklingIntegerKernels

/// The kernels that this processor has for bytes. All give the same integers.
struct IntegerKernels: Sendable {
  /// What they are made of.
  let name: String
  let sums: @Sendable @convention(c) (UnsafePointer<integer_sums_work>?) -> Void
  let lookup:
    @Sendable @convention(c) (UnsafeMutablePointer<UInt8>?, UnsafePointer<UInt8>?, Int64, UnsafePointer<UInt8>?) -> Void

  /// Those of an instruction set, as far as the processor has them.
  init(_ set: InstructionSet) {
    #if arch(x86_64)
      let features = set == .portable ? 0 : cpu_features_byte_instructions()
      let isWide = set == .avx512
      lookup = isWide && features & 2 != 0 ? integer_lookup_vbmi : integer_lookup
      if isWide, features & 1 != 0 {
        (name, sums) = ("AVX-512 VNNI", integer_sums_vnni)
      } else if features & 4 != 0 {
        (name, sums) = ("AVX-VNNI", integer_sums_avxvnni)
      } else if set != .portable {
        (name, sums) = ("AVX2", integer_sums_avx2)
      } else {
        (name, sums) = ("SSE2", integer_sums_sse2)
      }
    #else
      (name, sums, lookup) = ("portable", integer_sums_portable, integer_lookup)
    #endif
  }
}
