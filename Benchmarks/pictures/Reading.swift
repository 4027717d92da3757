import InklingFiles
import InklingImages
import InklingRecognition
import InklingTraining
import Synchronization

/// Reads pictures of sets as `inkling predict` does, and prints a line for each set.
struct Reading {
  private let model: String?
  private let count: Int
  private let isHeldOut: Bool
  private let showsWrong: Bool
  private let sets: [PictureSet]

  /// nil for arguments that are none.
  init?(_ arguments: ArraySlice<String>) throws {
    var (model, count, isHeldOut, showsWrong): (String?, Int, Bool, Bool) = (nil, 1000, false, false)
    var sets: [PictureSet] = []
    var rest = arguments
    while let word = rest.popFirst() {
      switch word {
      case "--model": model = rest.popFirst()
      case "--count": count = rest.popFirst().flatMap { Int($0) } ?? 0
      case "--held-out": isHeldOut = true
      case "--misread": showsWrong = true
      default:
        guard let set = PictureSet(rawValue: word) else { return nil }
        sets.append(set)
      }
    }
    guard count > 0 else { return nil }
    self.sets = sets.isEmpty ? PictureSet.allCases : sets
    (self.model, self.count, self.isHeldOut, self.showsWrong) = (model, count, isHeldOut, showsWrong)
  }

  func run() throws {
    let digits = isHeldOut ? try ScannedDigits.heldOut() : try .test()
    let reader =
      if let model {
        try PictureReader(TrainedModel(contentsOf: model), threads: nil)
      } else {
        try EmbeddedModel.reader(threads: nil)
      }
    for set in sets {
      var score = Score(set: set)
      let expected = Mutex([[Int]](repeating: [], count: count))
      let answers = reader.read(count) { number throws(InputError) in
        do {
          let scene = try set.scene(number, digits: digits)
          expected.withLock { $0[number] = scene.expected }
          return scene.picture
        } catch {
          throw InputError(.failed, "picture \(number) cannot be made: \(error)")
        }
      }
      for (answer, expected) in zip(answers, expected.withLock { $0 }) {
        score.add(try answer.get(), expected: expected)
      }
      print(score.text)
      if showsWrong { print(score.wrong.map(String.init).joined(separator: " ")) }
    }
  }
}
