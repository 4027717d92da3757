import InklingEngine
import InklingExplanation
package import InklingFiles
import InklingFraming
import InklingImages
package import InklingRecognition
package import InklingTraining

/// A trained model as the server needs it: its network for tensors, and a reader for pictures.
package struct ServedTrainedModel: ServedModel {
  package let model: TrainedModel
  package let whyNoPictures: String?
  package let digest: String
  /// What refuses pictures; nil leaves it to the energy of the model's own answers.
  private let detector: OutlierDetector?

  package init(_ model: TrainedModel, detector: OutlierDetector? = nil) {
    self.model = model
    self.detector = detector
    digest = model.weightsSHA256
    let shape = model.graph.inputShape
    if model.description.task.name != .classify {
      whyNoPictures = "it tells no classes apart"
    } else if !shape.isImage || shape.channels != 1 && shape.channels != 3 {
      whyNoPictures = "its inputs are \(shape), which no picture becomes"
    } else {
      whyNoPictures = nil
    }
  }

  /// Another model of the same task, with this one's way to refuse pictures.
  package func taught(_ model: TrainedModel) -> ServedTrainedModel { ServedTrainedModel(model, detector: detector) }

  package var platform: String { model.quantized == nil ? "inkling_float32" : "inkling_int8" }
  package var inputShape: [Int] { model.graph.inputShape.dimensions }
  package var outputWidth: Int { model.graph.outputWidth }
  package var classNames: [String] { model.description.task.name == .classify ? model.classNames : [] }
  package var takesValues: Bool { model.quantized == nil && model.graph.outputs.count == 1 }

  package func probabilities(of outputs: [Float]) -> [Double] { model.graph.probabilities(of: outputs) }

  package func session() throws(InputError) -> any ServedSession {
    Session(
      predictor: try model.predictor(), values: takesValues ? try InferenceSession(model.compiled, threads: 1) : nil,
      reader: whyNoPictures == nil ? try PictureReader(model, detector: detector) : nil,
      detecting: try detector?.model.predictor())
  }

  private struct Session: ServedSession {
    let predictor: Predictor
    let values: InferenceSession?
    let reader: PictureReader?
    let detecting: Predictor?

    func outputs(pixels: [UInt8]) -> [Float] { predictor.session.logits(images: pixels) }
    func outputs(values: [Float]) -> [Float] { self.values?.logits(values: values) ?? [] }

    func read(_ pictures: [ServedPicture], framed: Bool) -> [Result<PictureReply, InputError>] {
      guard let reader else { return [] }
      let decoded = pictures.map { picture in
        Result { () throws(InputError) in try Self.picture(picture) }
      }
      return reader.answers(to: decoded, with: predictor, detecting: detecting).map { answer in
        answer.flatMap { answer in
          Result { () throws(InputError) in try reply(answer, reader.model.graph.inputShape, framed) }
        }
      }
    }

    func explain(_ picture: ServedPicture) -> Result<[UInt8], InputError> {
      Result { () throws(InputError) in
        guard let model = reader?.model else { return [] }
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
      _ answer: PictureAnswer, _ shape: Shape, _ framed: Bool
    ) throws(InputError) -> PictureReply {
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
