import HTTPTypes
import HummingbirdCore
import InklingFiles
import InklingStore

extension RequestHandler {
  /// What somebody says that a picture is. The picture is read again here: what is kept of the answer, and of what the
  /// model saw, is the server's own.
  func correct(_ request: HeldRequest, _ desk: TeachingDesk) async throws(ServedFault) -> ServedAnswer {
    let contributor = try Self.contributor(request)
    let given = try CorrectionRequest(await RequestBodyReader.bytes(of: request, limit: largestBody))
    for _ in 0..<8 {
      let model = try models.model(desk.name)
      guard model.model.classNames.contains(given.label) else {
        throw .badRequest("the model has no class '\(ServedFault.short(given.label))'")
      }
      guard let results = try await model.replies(to: [.file(given.picture)], framed: true) else { continue }
      let correction = try Self.correction(given, try Self.reply(results), model, contributor)
      let counts = try await desk.withStore { store throws(InputError) in
        try store.add(correction)
        return try CorrectionCounts(store, model: desk.name, contributor: contributor)
      }
      metrics.teaching { $0.corrected(desk.name, label: given.label) }
      return answer(counts, desk)
    }
    throw .busy
  }

  /// How many there are; of what is in them nothing.
  func corrections(_ request: HeldRequest, _ desk: TeachingDesk) async throws(ServedFault) -> ServedAnswer {
    let contributor = try Self.contributorIfAny(request)
    let counts = try await desk.withStore { store throws(InputError) in
      try CorrectionCounts(store, model: desk.name, contributor: contributor)
    }
    return answer(counts, desk)
  }

  /// Of a model that is not taught: what somebody gave for others is theirs to be deleted all the same.
  func untaughtCorrections(_ request: HeldRequest, _ model: String?) async throws(ServedFault) -> ServedAnswer {
    guard let desks else { return ServedAnswer(json: TeachingDocuments.nothingKept) }
    let (name, contributor) = (try desks.name(model), try Self.contributorIfAny(request))
    let counts = try await desks.withStore { store throws(InputError) in
      try CorrectionCounts(store, model: name, contributor: contributor)
    }
    return ServedAnswer(json: TeachingDocuments.untaught(counts, of: name))
  }

  /// Deletes what somebody gave, whichever model it was for, and whether that is taught or not.
  func deleteCorrections(
    _ request: HeldRequest, _ desks: TeachingDesks, of model: String?
  ) async throws(ServedFault) -> ServedAnswer {
    let contributor = try Self.contributor(request)
    let (names, model) = (desks.names.sorted(), try desks.name(model))
    let (byModel, counts) = try await desks.withStore { store throws(InputError) in
      let byModel = try names.map { name throws(InputError) in
        (name, try store.count(contributor: contributor, model: name))
      }
      let deleted = try store.delete(contributor: contributor)
      return (byModel, try CorrectionCounts(store, model: model, contributor: contributor, deleted: deleted))
    }
    metrics.teaching { counts in
      for (name, count) in byModel where count > 0 { counts.deleted(name, count) }
    }
    guard let desk = try desks.desk(model), desk.whyNotTaught == nil else {
      return ServedAnswer(json: TeachingDocuments.untaught(counts, of: model))
    }
    return answer(counts, desk)
  }

  private func answer(_ counts: CorrectionCounts, _ desk: TeachingDesk) -> ServedAnswer {
    ServedAnswer(json: TeachingDocuments.corrections(desk, counts, mayTeach: policy.mayChangeModels))
  }

  private static let contributorField = HTTPField.Name("Inkling-Contributor") ?? .authorization

  private static func contributorIfAny(_ request: HeldRequest) throws(ServedFault) -> String? {
    request.headers[contributorField] == nil ? nil : try contributor(request)
  }

  /// The digest of the client's token: who reads the store cannot take it back in another's name.
  static func contributor(_ request: HeldRequest) throws(ServedFault) -> String {
    sha256Hex(Array(try CorrectionRequest.contributor(request.headers[contributorField]).utf8))
  }

  private static func reply(_ results: [Result<PictureReply, InputError>]) throws(ServedFault) -> PictureReply {
    switch results.first {
    case .success(let reply): return reply
    case .failure(let error): throw ServedFault(error)
    case nil: throw .busy
    }
  }

  private static func correction(
    _ given: CorrectionRequest, _ reply: PictureReply, _ model: LoadedModel, _ contributor: String
  ) throws(ServedFault) -> Correction {
    guard reply.digits.indices.contains(given.digit), let framed = reply.digits[given.digit].framed else {
      let reason = reply.refusal ?? "it is blank"
      throw .badRequest(
        "the picture has no digit \(given.digit)"
          + (reply.digits.isEmpty ? ": \(reason)" : "; expected 0 to \(reply.digits.count - 1)"))
    }
    let digit = reply.digits[given.digit]
    return Correction(
      framed: framed, canvas: given.picture, strokes: given.strokes,
      model: Correction.ModelIdentity(
        name: model.name, version: Int(model.version) ?? 1, digest: model.model.digest),
      answer: reply.refusal == nil ? model.model.classNames[digit.label] : nil,
      probability: min(max(digit.probabilities[digit.label], 0), 1), label: given.label, contributor: contributor)
  }
}
