import InklingDatasets
import InklingFiles
import InklingRandomness
import Testing

@Suite struct LabeledImagesSelectingTests {
  /// Two bytes an image: its number and its class.
  static func images(_ labels: [UInt8], classes: Int) -> LabeledImages {
    LabeledImages(
      images: labels.enumerated().flatMap { [UInt8($0), $1] }, labels: labels, channels: 1, height: 1, width: 2,
      classNames: (0..<classes).map { "c\($0)" })
  }

  private func error(_ run: () throws(InputError) -> Void) -> InputError? {
    do throws(InputError) {
      try run()
      return nil
    } catch { return error }
  }

  @Test func classesAreRenumberedInTheGivenOrder() throws {
    let kept = try Self.images([3, 0, 2, 1, 3, 2], classes: 4).keeping(classes: [2, 3])
    #expect(kept.labels == [1, 0, 1, 0])
    #expect(kept.images == [0, 3, 2, 2, 4, 3, 5, 2])
    #expect(kept.classNames == ["c2", "c3"])
  }

  @Test func allClassesInOrderAreTheSet() throws {
    let images = Self.images([3, 0, 2, 1], classes: 4)
    #expect(try images.keeping(classes: [0, 1, 2, 3]) == images)
  }

  @Test(arguments: [[], [1], [0, 4], [-1, 0], [1, 2, 1], [Int.max, Int.min]])
  func otherListsOfClassesAreRefused(_ classes: [Int]) throws {
    let images = Self.images([3, 0, 2, 1], classes: 4)
    let error = try #require(error { () throws(InputError) in _ = try images.keeping(classes: classes) })
    #expect(error.kind == .malformed)
    #expect(error.found == classes.map(String.init).joined(separator: ", "))
  }

  /// Labels in a random order, `count` of each.
  private static func many(_ count: Int, seed: UInt64 = 4) -> LabeledImages {
    var labels = (0..<3).flatMap { [UInt8](repeating: $0, count: count) }
    var generator = CounterGenerator(seed: seed, purpose: .drawing)
    generator.shuffle(&labels)
    return images(labels, classes: 3)
  }

  @Test(arguments: [1, 5, 20]) func everyClassHasSoManyImages(_ count: Int) throws {
    let images = Self.many(20)
    let kept = try images.keeping(imagesPerClass: count, seed: 7)
    for label in 0..<3 { #expect(kept.labels.count { $0 == label } == count) }
    let numbers = (0..<kept.count).map { Int(kept[$0].first ?? 0) }
    #expect(numbers == Set(numbers).sorted())
    for (place, number) in numbers.enumerated() { #expect(kept.labels[place] == images.labels[number]) }
    #expect(kept.images.count == 2 * kept.count && kept.classNames == images.classNames)
    if count == 20 { #expect(kept == images) }
  }

  @Test func theChoiceIsTheSeedsAndSmallerOnesArePartsOfLarger() throws {
    let images = Self.many(20)
    func numbers(_ count: Int, _ seed: UInt64) throws -> Set<UInt8> {
      let kept = try images.keeping(imagesPerClass: count, seed: seed)
      return Set((0..<kept.count).compactMap { kept[$0].first })
    }
    #expect(try numbers(5, 1) == numbers(5, 1))
    #expect(try numbers(5, 1) != numbers(5, 2))
    #expect(try numbers(5, 1).isStrictSubset(of: numbers(11, 1)))
  }

  /// The choice may never change, or a run could not be repeated with a later version.
  @Test func theChoiceIsFixedForEver() throws {
    let images = Self.images((0..<20).map { UInt8($0 % 2) }, classes: 2)
    let kept = try images.keeping(imagesPerClass: 3, seed: 0)
    #expect((0..<kept.count).compactMap { kept[$0].first } == [3, 5, 7, 10, 12, 18])
  }

  @Test func aClassWithFewerImagesIsNamed() throws {
    let images = Self.images([0, 1, 1, 2, 2], classes: 3)
    let error = try #require(error { () throws(InputError) in _ = try images.keeping(imagesPerClass: 2, seed: 0) })
    #expect(error.kind == .malformed && error.what == "the class c0 has too few images" && error.found == "1")
    #expect(self.error { () throws(InputError) in _ = try images.keeping(imagesPerClass: 0, seed: 0) }?.found == "0")
  }
}
