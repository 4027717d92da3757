import InklingFiles
import Testing

@testable import InklingEngine

@Suite struct InstructionSetTests {
  @Test func availableOnesBeginWithPortable() {
    let available = InstructionSet.available
    #expect(available.first == .portable)
    #expect(available == InstructionSet.allCases.filter(available.contains), "the slowest first")
  }

  @Test(arguments: [nil, ""])
  func theFastestIsChosenByItself(value: String?) throws {
    #expect(try InstructionSet.chosen(by: value) == InstructionSet.available.last)
  }

  @Test(arguments: InstructionSet.available)
  func eachCanBeForced(set: InstructionSet) throws {
    #expect(try InstructionSet.chosen(by: set.rawValue) == set)
  }

  @Test(arguments: ["AVX2", "sse", "avx512 ", "fastest"])
  func anUnknownNameIsAnError(name: String) throws {
    let error = try #require(throws: InputError.self) { try InstructionSet.chosen(by: name) }
    #expect(error.kind == .usage)
    #expect(
      error.description == "unknown instruction set in INKLING_KERNELS: expected one of portable, avx2, avx512, "
        + "found \"\(name)\"; unset INKLING_KERNELS to use the fastest.")
  }

  @Test func oneThatTheProcessorLacksIsAnError() throws {
    let error = try #require(throws: InputError.self) {
      try InstructionSet.chosen(by: "avx512", among: [.portable, .avx2])
    }
    #expect(error.kind == .unavailable)
    #expect(
      error.description == "this processor lacks the instructions that INKLING_KERNELS asks for: "
        + "expected one of portable, avx2, found avx512; unset INKLING_KERNELS to use the fastest.")
    #expect(try InstructionSet.chosen(by: nil, among: [.portable]) == .portable)
    #expect(throws: InputError.self) { try InstructionSet.chosen(by: "avx2", among: [.portable]) }
  }
}
