import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct RunNameTests {
  @Test(arguments: ["a", "mnist-1", "A.b_c-9", String(repeating: "x", count: 100), "0"])
  func plainNamesAreTaken(_ name: String) throws { try RunName.validate(name) }

  @Test(arguments: [
    "", ".", "..", ".hidden", "-n", "a/b", "../a", "a\\b", "a b", "a\n", "a\0b", "é", "名", "a:b",
    String(repeating: "x", count: 101), "a\u{301}",
  ])
  func othersAreRefused(_ name: String) {
    let error = inputError { () throws(InputError) in try RunName.validate(name) }
    #expect(error?.kind == .usage)
    #expect(error?.what == "--name is not a name for a run")
  }

  @Test func aMadeNameSaysWhatTheRunIs() throws {
    // 2026-01-31 12:00:05 UTC
    let name = RunName.make(for: RunConfiguration(seed: 3, threads: 1), time: 1_769_860_805)
    #expect(name == "mnist-lenet-3-20260131-120005")
    try RunName.validate(name)
  }

  @Test(arguments: ["../../etc", ".x", "-x", String(repeating: "long", count: 90), "字", ""])
  func aMadeNameIsAlwaysValid(_ text: String) throws {
    let configuration = RunConfiguration(dataset: text, model: text, seed: .max, threads: 1)
    try RunName.validate(RunName.make(for: configuration, time: 253_402_300_799))
  }
}
