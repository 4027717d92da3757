import InklingFiles
import Testing

@testable import InklingTeaching

@Suite struct WeightShareSearchTests {
  /// Finds the share where so many of 1,000 images are lost at each tenth, and which tenths it looked at.
  private static func find(_ lost: [Int], allowed: Double) throws -> (share: Double, looks: [Int]) {
    var looks: [Int] = []
    let share = try WeightShareSearch.largest(before: 990, of: 1_000, allowed: allowed) { share in
      let tenth = Int((share * 10).rounded())
      looks.append(tenth)
      return 990 - lost[tenth - 1]
    }
    return (share, looks)
  }

  @Test func takesEightTenthsWhereLittleIsForgotten() throws {
    let (share, looks) = try Self.find([0, 0, 0, 0, 0, 0, -2, 1], allowed: 0.001)
    #expect(share == 0.8 && looks == [8])
  }

  @Test(arguments: 1...8) func takesTheLargestThatIsAllowed(tenth: Int) throws {
    let lost = (1...8).map { $0 <= tenth ? 2 : 3 }
    let (share, looks) = try Self.find(lost, allowed: 0.002)
    #expect(share == Double(tenth) / 10)
    #expect(looks.count <= 4 && Set(looks).count == looks.count)
  }

  @Test func takesTheSmallestWhereNoneIsAllowed() throws {
    #expect(try Self.find([Int](repeating: 9, count: 8), allowed: 0).share == 0.1)
  }

  @Test func aFaultEndsIt() {
    let error = #expect(throws: InputError.self) {
      try WeightShareSearch.largest(before: 1, of: 1, allowed: 0) { (_: Double) throws(InputError) in
        throw InputError(.failed, "stopped")
      }
    }
    #expect(error?.what == "stopped")
  }
}
