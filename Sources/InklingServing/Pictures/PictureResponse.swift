/// The answer to `POST /predict`.
enum PictureResponse {
  /// - Parameters:
  ///   - digest: SHA-256 of the model's weights; nil leaves it out.
  ///   - milliseconds: from the whole body to the answer.
  static func encoded(
    _ replies: [PictureReply], _ model: LoadedModel, digest: String? = nil, milliseconds: Double
  ) -> [UInt8] {
    let names = model.model.classNames
    return ProtocolDocuments.json { writer in
      writer.key("model")
      writer.string(model.name)
      writer.key("version")
      writer.string(model.version)
      if let digest {
        writer.key("digest")
        writer.string(digest)
      }
      writer.key("classes")
      writer.array { writer in names.forEach { writer.string($0) } }
      writer.key("predictions")
      writer.array { writer in
        for reply in replies {
          writer.object { writer in
            if let reading = reply.reading {
              text(reading, reply.refusal, &writer)
            } else {
              prediction(reply, names, &writer)
            }
          }
        }
      }
      writer.key("milliseconds")
      writer.number((milliseconds * 1000).rounded() / 1000)
    }
  }

  private static func prediction(_ reply: PictureReply, _ names: [String], _ writer: inout JSONWriter) {
    let single = reply.digits.count == 1 ? reply.digits[0] : nil
    writer.key("class")
    writer.string(single.map { names[$0.label] })
    writer.key("label")
    writer.number(single?.label)
    writer.key("probability")
    writer.number(reply.probability)
    writer.key("runner_up")
    writer.string(single?.runnerUp.map { names[$0] })
    writer.key("probabilities")
    numbers(single?.probabilities, &writer)
    writer.key("refused")
    writer.boolean(reply.refusal != nil)
    writer.key("reason")
    writer.string(reply.refusal)
    writer.key("number")
    writer.string(reply.number)
    writer.key("digits")
    writer.array { writer in
      for digit in reply.digits { writer.object { writer in self.digit(digit, names, &writer) } }
    }
  }

  private static func digit(_ digit: PictureReply.Digit, _ names: [String], _ writer: inout JSONWriter) {
    writer.key("class")
    writer.string(names[digit.label])
    writer.key("label")
    writer.number(digit.label)
    writer.key("probability")
    writer.number(digit.probabilities[digit.label])
    writer.key("runner_up")
    writer.string(digit.runnerUp.map { names[$0] })
    writer.key("probabilities")
    numbers(digit.probabilities, &writer)
    writer.key("box")
    writer.array { writer in digit.box.forEach { writer.number($0) } }
    self.framed(digit.framed, &writer)
  }

  private static func text(_ reading: PictureReply.Reading, _ refusal: String?, _ writer: inout JSONWriter) {
    writer.key("text")
    writer.string(refusal == nil ? reading.text : nil)
    writer.key("probability")
    writer.number(refusal == nil ? reading.probability : nil)
    writer.key("characters")
    writer.array { writer in
      for (character, probability) in reading.characters {
        writer.object { writer in
          writer.key("character")
          writer.string(character)
          writer.key("probability")
          writer.number(probability)
        }
      }
    }
    writer.key("refused")
    writer.boolean(refusal != nil)
    writer.key("reason")
    writer.string(refusal)
    framed(reading.framed, &writer)
  }

  private static func framed(_ picture: [UInt8]?, _ writer: inout JSONWriter) {
    guard let picture else { return }
    writer.key("framed")
    writer.string("data:image/png;base64," + Base64.encode(picture))
  }

  private static func numbers(_ values: [Double]?, _ writer: inout JSONWriter) {
    guard let values else { return writer.raw("null") }
    writer.array { writer in values.forEach { writer.number($0) } }
  }
}
