import Testing

@testable import InklingFiles

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("flaw", "lawn", 2), ("ab", "ba", 2),
  ])
  func distancesAreLevenshteins(first: String, second: String, distance: Int) {
    #expect(NearestName.distance(first, second) == distance)
  }

  @Test func theNearestIsNamed() {
    let names = ["learning_rate", "momentum", "weight_decay"]
    #expect(NearestName.of("lerning_rate", among: names) == "learning_rate")
    #expect(NearestName.of("MOMENTUM", among: names) == "momentum")
    #expect(NearestName.of("zzz", among: names) == nil)
    #expect(NearestName.of("a", among: []) == nil)
    #expect(NearestName.hint("zzz", among: ["a", "bc"]) == "valid are a, bc")
  }
}
