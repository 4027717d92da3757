import InklingCPUFeatures
public import InklingFiles
package import InklingKernelInterface
import InklingKernelsPortable

#if arch(x86_64)
  import InklingKernelsAVX2
  import InklingKernelsAVX512
#endif

/// Which of the machine's instructions the kernels use. Those with fused multiply-add (AVX2, AVX-512) give the same
/// bits; portable code rounds twice.
public enum InstructionSet: String, Sendable, CaseIterable, Codable {
  /// Whatever every machine has: SSE2 on x86-64, NEON on arm64.
  case portable
  /// AVX2 and FMA: a block of sixteen images in two halves.
  case avx2
  /// AVX-512 F, BW, DQ and VL.
  case avx512

  /// Those that this processor has and the operating system saves, the slowest first.
  public static var available: [InstructionSet] {
    switch cpu_features_vector_level() {
    case 0: [.portable]
    case 1: [.portable, .avx2]
    default: [.portable, .avx2, .avx512]
    }
  }

  /// The fastest of them, whatever the environment asks for.
  public static let best = available[available.count - 1]

  /// The environment variable that forces one: `INKLING_KERNELS=portable|avx2|avx512`.
  public static let variable = "INKLING_KERNELS"

  /// The one that `value` (of the environment variable) names, or the fastest available.
  ///
  /// - Throws: `InputError` for an unknown name (usage) and for one that the processor lacks (unavailable).
  public static func chosen(by value: String?) throws(InputError) -> InstructionSet {
    try chosen(by: value, among: available)
  }

  static func chosen(by value: String?, among available: [InstructionSet]) throws(InputError) -> InstructionSet {
    guard let value, !value.isEmpty else { return available[available.count - 1] }
    let names = allCases.map(\.rawValue).joined(separator: ", ")
    guard let set = InstructionSet(rawValue: value) else {
      throw InputError(
        .usage, "unknown instruction set in \(variable)", expected: "one of \(names)", found: "\"\(value)\"",
        remedy: "unset \(variable) to use the fastest")
    }
    guard available.contains(set) else {
      throw InputError(
        .unavailable, "this processor lacks the instructions that \(variable) asks for",
        expected: "one of \(available.map(\.rawValue).joined(separator: ", "))", found: value,
        remedy: "unset \(variable) to use the fastest")
    }
    return set
  }

  /// How a multiply-add is rounded, which decides the bits of weights: once ("fused"), or twice ("separate").
  public var rounding: String {
    #if arch(x86_64)
      self == .portable ? "separate" : "fused"
    #else
      "fused"
    #endif
  }

  package var kernels: KernelTable {
    #if arch(x86_64)
      switch self {
      case .portable: InklingKernelsPortable.KernelSet()
      case .avx2: InklingKernelsAVX2.KernelSet()
      case .avx512: InklingKernelsAVX512.KernelSet()
      }
    #else
      InklingKernelsPortable.KernelSet()
    #endif
  }
}
