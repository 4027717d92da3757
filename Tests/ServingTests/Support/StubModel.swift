import InklingFiles
import Synchronization

@testable import InklingServing

/// A model of four pixels and three classes: its outputs are the first three pixels.
struct StubModel: ServedModel {
  var classNames = ["a", "b", "c"]
  /// What it shows of what it saw.
  var framed: [UInt8] = [1, 2, 3]
  /// What it does before it computes.
  var before: @Sendable (_ images: Int) -> Void = { _ in }
  var platform: String { "stub" }
  var inputShape: [Int] { [1, 2, 2] }
  var outputWidth: Int { 3 }
  var digest = "0123"
  var takesValues: Bool { true }
  var readsTexts = false
  var notes: [String] = []
  var whyNoPictures: String? { nil }

  func probabilities(of outputs: [Float]) -> [Double] {
    stride(from: 0, to: outputs.count, by: 3).flatMap { start in
      let row = outputs[start..<start + 3].map { Double($0) }
      let sum = max(1, row.reduce(0, +))
      return row.map { $0 / sum }
    }
  }

  /// A letter for each output.
  func texts(of outputs: [Float]) -> [String] {
    stride(from: 0, to: outputs.count, by: 3).map { start in
      String(decoding: outputs[start..<start + 3].map { UInt8($0) + UInt8(ascii: "a") }, as: UTF8.self)
    }
  }

  func session(for work: ServedWork) throws(InputError) -> any ServedSession { Session(model: self) }

  private struct Session: ServedSession {
    let model: StubModel

    func outputs(pixels: [UInt8]) -> [Float] { outputs(values: pixels.map(Float.init)) }

    func outputs(values: [Float]) -> [Float] {
      model.before(values.count / 4)
      return stride(from: 0, to: values.count, by: 4).flatMap { values[$0..<$0 + 3] }
    }

    func explain(_ picture: ServedPicture) -> Result<[UInt8], InputError> {
      model.before(1)
      guard case .samples(let samples, 2, 2, 1) = picture else {
        return .failure(InputError(.malformed, "another size", path: "/secret/place"))
      }
      return .success(Array("{\"steps\":[\(samples[0])]}".utf8))
    }

    func read(
      _ pictures: [ServedPicture], framed: Bool, while isWanted: () -> Bool
    ) -> [Result<PictureReply, InputError>] {
      model.before(pictures.count)
      return pictures.map { picture in
        if model.readsTexts {
          let characters = [(character: "<", probability: 0.5), (character: "b", probability: 0.75)]
          return .success(
            PictureReply(
              PictureReply.Reading(text: "<b", probability: 0.375, characters: characters, framed: framed ? [1] : nil)))
        }
        let label: Int
        switch picture {
        case .file(let bytes) where bytes.first == UInt8(ascii: "!"):
          return .failure(InputError(.malformed, "no picture", path: "/secret/place", found: "a mark"))
        case .file(let bytes) where bytes.first == UInt8(ascii: "-"):
          return .success(PictureReply(digits: [], number: nil, probability: nil, refusal: "it is blank"))
        case .file(let bytes): label = Int(bytes.first ?? 0) % 3
        case .samples(let samples, _, _, _): label = Int(samples[0]) % 3
        }
        let digit = PictureReply.Digit(
          label: label, probabilities: [0.25, 0.25, 0.5], runnerUp: (label + 1) % 3, box: [0, 0, 2, 2],
          framed: framed ? model.framed : nil)
        return .success(PictureReply(digits: [digit], number: model.classNames[label], probability: 0.5, refusal: nil))
      }
    }
  }
}

/// A door that what is behind it waits at.
final class Gate: Sendable {
  private let isOpen = Atomic<Bool>(false)
  private let waiting = Atomic<Int>(0)
  private let condition = ThreadCondition()

  func open() {
    isOpen.store(true, ordering: .sequentiallyConsistent)
    condition.wake()
  }

  func pass() {
    waiting.add(1, ordering: .sequentiallyConsistent)
    condition.wake()
    condition.wait { isOpen.load(ordering: .sequentiallyConsistent) }
  }

  /// Returns when somebody stands before it.
  func awaitSomebody() { awaitThose(1) }

  /// The same for so many.
  func awaitThose(_ count: Int) { condition.wait { waiting.load(ordering: .sequentiallyConsistent) >= count } }
}
