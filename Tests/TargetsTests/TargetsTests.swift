import InklingFiles
import InklingTargets
import Testing

@Suite struct TargetsTests {
  static let all: [Targets] = [
    .labels([3, 1, 1000]), .numbers(TargetRows([1, 2, 3, 4, 5, 6], width: 2)),
    .sequences(LabelSequences([[1, 2], [], [3, 3, 3]])),
    .heads([
      HeadTargets(output: "a", targets: .labels([0, 1, 2])),
      HeadTargets(output: "b", targets: .numbers(TargetRows([7, 8, 9], width: 1))),
    ]),
  ]

  @Test func countImages() {
    #expect(Self.all.map(\.count) == [3, 3, 3, 3])
  }

  @Test func selectInTheGivenOrder() {
    let some = Self.all.map { $0.selecting([2, 0]) }
    #expect(some[0] == .labels([1000, 3]))
    #expect(some[1] == .numbers(TargetRows([5, 6, 1, 2], width: 2)))
    #expect(some[2] == .sequences(LabelSequences([[3, 3, 3], [1, 2]])))
    guard case .heads(let heads) = some[3] else { return #expect(Bool(false), "no heads") }
    #expect(heads.map(\.targets) == [.labels([2, 0]), .numbers(TargetRows([9, 7], width: 1))])
  }

  /// A digest of small labels is that of the bytes in which data sets keep them.
  @Test func bytesTellTargetsApart() {
    #expect(Targets.labels([3, 1, 255]).bytes == [3, 1, 255])
    let others =
      Self.all.map(\.bytes) + [
        Targets.sequences(LabelSequences([[1], [2], [3, 3, 3]])).bytes, Targets.labels([1000, 1, 3]).bytes,
      ]
    #expect(Set(others).count == others.count)
  }

  @Test func sequencesKnowTheStepsThatTheyNeed() {
    let sequences = LabelSequences([[1, 2, 3], [1, 1, 1], [], [2, 2, 1, 1]])
    #expect((0..<4).map { sequences.steps(of: $0) } == [3, 5, 0, 6])
    #expect((0..<4).map { sequences[$0] } == [[1, 2, 3], [1, 1, 1], [], [2, 2, 1, 1]])
  }
}

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("", "", 0), ("flaw", "lawn", 2), ("123", "123", 0),
    ("abcd", "badc", 3),
  ])
  func countsTheFewestEdits(first: String, second: String, distance: Int) {
    #expect(editDistance(Array(first), Array(second)) == distance)
    #expect(editDistance(Array(second), Array(first)) == distance)
  }
}

@Suite struct AlphabetTests {
  @Test func encodesAndDecodes() throws {
    let alphabet = try Alphabet("0123456789")
    #expect(try alphabet.encode("309") == [4, 1, 10])
    #expect(alphabet.decode([4, 0, 1, 0, 10]) == "309")
    #expect(alphabet.classNames == ["blank"] + (0...9).map { "\($0)" })
    #expect(try Alphabet(classNames: alphabet.classNames) == alphabet)
    #expect(try Alphabet("äßé🙂").encode("🙂ä") == [4, 1])
  }

  @Test func refusesWhatIsNone() throws {
    func sentence(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "nothing"
    }
    #expect(sentence { _ = try Alphabet("aba") }.contains("twice"))
    #expect(sentence { _ = try Alphabet("") }.contains("no characters"))
    #expect(sentence { _ = try Alphabet(classNames: ["blank", "ab"]) }.contains("no character"))
    #expect(sentence { _ = try Alphabet("abc").encode("abx") }.contains("\"x\" at place 3"))
  }
}
