import InklingEngine
import InklingExplanation
package import InklingFiles
import InklingFraming
import InklingImages
package import InklingRecognition
import InklingTeaching
package import InklingTraining
import Synchronization

/// A trained model as the server needs it: its network for tensors, and a reader for pictures.
package struct ServedTrainedModel: ServedModel {
  package let model: TrainedModel
  package let whyNoPictures: String?
  /// What refuses pictures; nil leaves it to the energy of the model's own answers.
  private let detector: OutlierDetector?
  /// How a model that reads texts makes a text of its columns.
  private let decoder: TextDecoder
  package let notes: [String]
  private let lazyDigest = LazyDigest()
  /// Pixels from which on a thread takes no further picture beside those that it has decoded: a request may have 64
  /// photographs, and each of the largest takes 75 megabytes.
  var pixelsTogether = 1 << 20

  package init(
    _ model: TrainedModel, detector: OutlierDetector? = nil, decoder: TextDecoder = .greedy, notes: [String] = []
  ) {
    self.model = model
    self.notes = notes
    self.detector = detector
    self.decoder = decoder
    let shape = model.graph.inputShape
    if model.description.task.name != .classify && model.description.task.name != .read {
      whyNoPictures = "it tells no classes apart and reads no texts"
    } else if !shape.isImage || shape.channels != 1 && shape.channels != 3 {
      whyNoPictures = "its inputs are \(shape), which no picture becomes"
    } else {
      whyNoPictures = nil
    }
  }

  /// Another model of the same task, with this one's way to refuse pictures.
  package func taught(_ model: TrainedModel) -> ServedTrainedModel {
    ServedTrainedModel(model, detector: detector, decoder: decoder)
  }

  package var whyNotTaught: String? {
    do throws(InputError) {
      try model.requireTeachable()
      return nil
    } catch {
      return error.what
    }
  }

  package var digest: String { lazyDigest.value { model.weightsSHA256 } }
  package var identity: String { "\(digest) \(model.settingsSHA256)" }
  package var platform: String { model.quantized == nil ? "inkling_float32" : "inkling_int8" }
  package var inputShape: [Int] { model.graph.inputShape.dimensions }
  package var outputWidth: Int { model.graph.outputWidth }
  package var classNames: [String] { model.description.task.name == .classify ? model.classNames : [] }
  package var takesValues: Bool { model.quantized == nil && model.graph.outputs.count == 1 }

  package func probabilities(of outputs: [Float]) -> [Double] { model.graph.probabilities(of: outputs) }

  package var readsTexts: Bool { model.description.task.name == .read }

  package func texts(of outputs: [Float]) throws(InputError) -> [String] {
    try ReadingTask(model.description.task.head, decoder: decoder)
      .answers(outputs, shape: model.graph.outputShape, classNames: model.classNames).map(\.text)
  }

  package func session(for work: ServedWork) throws(InputError) -> any ServedSession {
    switch work {
    case .tensors:
      TensorSession(
        predictor: try model.predictor(), values: takesValues ? try InferenceSession(model.compiled, threads: 1) : nil)
    case .pictures:
      PictureSession(
        reader: try PictureReader(model, detector: detector, decoder: decoder), pixelsTogether: pixelsTogether)
    }
  }

  private struct TensorSession: ServedSession {
    let predictor: Predictor
    let values: InferenceSession?

    func outputs(pixels: [UInt8]) -> [Float] { predictor.session.logits(images: pixels) }
    func outputs(values: [Float]) -> [Float] { self.values?.logits(values: values) ?? [] }
  }

  private struct PictureSession: ServedSession {
    let reader: PictureReader
    let pixelsTogether: Int

    func read(
      _ pictures: [ServedPicture], framed: Bool, while isWanted: () -> Bool
    ) -> [Result<PictureReply, InputError>] {
      var replies: [Result<PictureReply, InputError>] = []
      while replies.count < pictures.count {
        var decoded: [Result<Picture, InputError>] = []
        var pixels = 0
        for picture in pictures[replies.count...] where pixels < pixelsTogether && isWanted() {
          let own = Result { () throws(InputError) in try Self.picture(picture) }
          pixels += (try? own.get()).map { $0.width * $0.height } ?? 0
          decoded.append(own)
        }
        guard isWanted() else {
          let nobody = InputError(.unavailable, "nobody waits for the answer any more")
          return replies + pictures[replies.count...].map { _ in .failure(nobody) }
        }
        replies += zip(decoded, reader.answers(to: decoded)).map { picture, answer in
          answer.flatMap { answer in
            Result { () throws(InputError) in try reply(answer, to: picture.get(), framed) }
          }
        }
      }
      return replies
    }

    func explain(_ picture: ServedPicture) -> Result<[UInt8], InputError> {
      Result { () throws(InputError) in
        let model = reader.model
        let shape = model.graph.inputShape
        let decoded = try Self.picture(picture)
        guard decoded.width == shape.width, decoded.height == shape.height else {
          throw InputError(
            .malformed, "the picture has another size than the model's images",
            expected: "\(shape.width)x\(shape.height)", found: "\(decoded.width)x\(decoded.height)",
            remedy: "send what the model saw: 'framed' of /predict")
        }
        let samples = (shape.channels == 1 ? decoded.gray() : decoded.colored()).samples
        let size = shape.height * shape.width
        let pixels = (0..<shape.count).map { samples[$0 % size * shape.channels + $0 / size] }
        return try Explanation.document(of: model, at: pixels)
      }
    }

    /// Framing takes some six bytes a pixel: 150 megabytes for the largest photograph.
    private static let limits: PictureLimits = {
      var limits = PictureLimits()
      limits.pixels = 25_000_000
      limits.memory = 1 << 27
      return limits
    }()

    private static func picture(_ picture: ServedPicture) throws(InputError) -> Picture {
      switch picture {
      case .file(let bytes): try PictureFile.decode(bytes, limits: limits)
      case .samples(let samples, let width, let height, let channels):
        Picture(width: width, height: height, channels: channels, samples: samples)
      }
    }

    private func reply(
      _ answer: PictureAnswer, to picture: Picture, _ framed: Bool
    ) throws(InputError) -> PictureReply {
      let shape = reader.model.graph.inputShape
      if let reading = answer.reading {
        let seen = framed ? reader.preparation.images(of: picture).lines.first?.first?.pixels : nil
        return PictureReply(
          PictureReply.Reading(
            text: reading.text, probability: reading.probability,
            characters: reading.characters.map { ($0.character, $0.probability) },
            framed: try seen.map { pixels throws(InputError) in try png(pixels, shape) }),
          refusal: answer.refusal?.rawValue)
      }
      let digits = try answer.digits.map { digit throws(InputError) in
        PictureReply.Digit(
          label: digit.prediction.label, probabilities: digit.prediction.probabilities, runnerUp: digit.runnerUp,
          box: [digit.box.x, digit.box.y, digit.box.width, digit.box.height],
          framed: framed ? try png(digit.pixels, shape) : nil)
      }
      return PictureReply(
        digits: digits, number: answer.number, probability: answer.probability, refusal: answer.refusal?.rawValue)
    }

    private func png(_ pixels: [UInt8], _ shape: Shape) throws(InputError) -> [UInt8] {
      let (channels, size) = (shape.channels, shape.height * shape.width)
      let samples = channels == 1 ? pixels : (0..<channels * size).map { pixels[$0 % channels * size + $0 / channels] }
      return try PictureFile.encode(
        Picture(width: shape.width, height: shape.height, channels: channels, samples: samples), as: .png)
    }
  }
}

/// Of all weights: made when it is first asked for, because it would take a fifth of the server's start.
private final class LazyDigest: Sendable {
  private let text = Mutex<String?>(nil)

  func value(_ make: () -> String) -> String {
    text.withLock { text in
      if let text { return text }
      let made = make()
      text = made
      return made
    }
  }
}
