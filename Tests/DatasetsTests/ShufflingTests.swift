import InklingDatasets
import InklingRandomness
import Testing

struct ShufflingTests {
  @Test(arguments: [0, 1, 2, 937, 60_000]) func isAPermutation(count: Int) {
    let order = Shuffling.order(count: count, seed: 0, epoch: 0)
    #expect(order.sorted() == Shuffling.unshuffled(count: count))
  }

  @Test func dependsOnSeedAndEpochAlone() {
    let order = Shuffling.order(count: 100, seed: 1, epoch: 2)
    #expect(order == Shuffling.order(count: 100, seed: 1, epoch: 2))
    #expect(order != Shuffling.order(count: 100, seed: 2, epoch: 2))
    #expect(order != Shuffling.order(count: 100, seed: 1, epoch: 3))
  }

  /// The orders may never change, or a run could not be repeated with a later version.
  @Test func theOrderIsFixedForEver() {
    #expect(Shuffling.order(count: 10, seed: 0, epoch: 0) == [6, 5, 8, 1, 7, 0, 9, 2, 3, 4])
    #expect(Shuffling.order(count: 60_000, seed: 0, epoch: 0).prefix(4) == [52643, 33272, 41218, 45159])
    #expect(Shuffling.order(count: 60_000, seed: 1, epoch: 9).prefix(4) == [56777, 21627, 45303, 29297])
  }

  @Test func isTheGeneratorsOwnShuffle() {
    var generator = CounterGenerator(seed: 3, purpose: .shuffling, epoch: 4)
    var values = Shuffling.unshuffled(count: 1000)
    generator.shuffle(&values)
    #expect(values == Shuffling.order(count: 1000, seed: 3, epoch: 4))
  }

  @Test func aPartOfASetIsShuffledLikeAWholeOne() {
    let whole = Shuffling.unshuffled(count: 1000)
    #expect(Shuffling.order(of: whole, seed: 3, epoch: 4) == Shuffling.order(count: 1000, seed: 3, epoch: 4))
    let part = whole.filter { $0 % 3 == 0 }
    let order = Shuffling.order(of: part, seed: 3, epoch: 4)
    #expect(order.sorted() == part && order != part)
    #expect(order == Shuffling.order(count: part.count, seed: 3, epoch: 4).map { part[Int($0)] })
  }

  @Test func unshuffledIsTheOrderOfTheFile() {
    #expect(Shuffling.unshuffled(count: 3) == [0, 1, 2])
  }
}
