import Testing

@testable import InklingFiles

@Suite struct MappingReaderTests {
  private let faults = DocumentFaults()

  private func reader(_ pairs: [(String, DocumentNode)]) -> MappingReader {
    MappingReader(.mapping(pairs.map { ($0.0, $0.1) }), path: "part", faults: faults)
  }

  @Test func whatFitsIsRead() {
    let reader = reader([
      ("a", .number(3)), ("b", .number(0.5)), ("c", .flag(true)), ("d", .text("x")),
      ("e", .list([.number(1), .number(2)])), ("f", .number(UInt64.max)), ("g", .text("conv*")),
    ])
    #expect(reader.int("a", in: 1...3) == 3)
    #expect(reader.double("b", in: .from(0, below: 1)) == 0.5)
    #expect(reader.bool("c") == true)
    #expect(reader.choice("d", among: ["x", "y"]) == "x")
    #expect(reader.ints("e", in: 0...9) == [1, 2])
    #expect(reader.unsigned("f") == .max)
    #expect(reader.strings("g") == ["conv*"])
    #expect(reader.int("absent", in: 0...1) == nil)
    reader.finish()
    #expect(faults.isEmpty)
  }

  @Test func allFaultsAreCollected() {
    let reader = reader([
      ("a", .number(4)), ("b", .number(1.0)), ("c", .text("true")), ("d", .text("xx")), ("e", .number(1)),
      ("lerning_rate", .number(1)),
    ])
    #expect(reader.int("a", in: 1...3) == nil)
    #expect(reader.double("b", in: .from(0, below: 1)) == nil)
    #expect(reader.bool("c") == nil)
    #expect(reader.choice("d", among: ["xy", "zzz"]) == nil)
    #expect(reader.ints("e", in: 0...9) == nil)
    #expect(reader.double("learning_rate", in: .above(0, atMost: 1)) == nil)
    reader.require("f")
    reader.finish()
    #expect(
      faults.all.map(\.description) == [
        "part.a is out of range: expected a whole number from 1 to 3, found 4",
        "part.b is out of range: expected a number from 0 up to, but not including, 1, found 1.0",
        "part.c is of the wrong type: expected true or false, found the text \"true\"",
        "part.d is unknown: found xx; did you mean xy?",
        "part.e is of the wrong type: expected a list, each a whole number from 0 to 9, found 1",
        "part.f is missing", "part.lerning_rate is not a known key; did you mean learning_rate?",
      ])
  }

  @Test func faultsComeInTheOrderOfTheLines() {
    faults.add("b", at: .line(9), "is wrong")
    faults.add("c", at: .option("--set c=1"), "is wrong")
    faults.add("a", at: .line(2), "is wrong")
    #expect(faults.sorted.map(\.keyPath) == ["a", "b", "c"])
    #expect {
      try faults.throwIfAny(in: "the recipe", path: "x.yaml")
    } throws: {
      "\($0)" == """
        the recipe x.yaml has 3 faults:
          line 2: a is wrong
          line 9: b is wrong
          --set c=1: c is wrong.
        """
    }
  }

  @Test func aMappingIsNeeded() {
    _ = MappingReader(.number(3), path: "part", faults: faults)
    #expect(faults.all.map(\.description) == ["part should have keys, but is 3"])
  }
}
