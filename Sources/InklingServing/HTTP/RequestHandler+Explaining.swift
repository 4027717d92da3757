import HTTPTypes
import HummingbirdCore

extension RequestHandler {
  /// What a network does with one image of its own size: what `framed` of `/predict` is.
  func explain(_ request: HeldRequest, _ query: String) async throws(ServedFault) -> ServedAnswer {
    let body = try await RequestBodyReader.bytes(of: request, limit: largestBody)
    let asked = try PictureRequest(body, type: request.headers[.contentType] ?? "", query: query)
    guard asked.pictures.count == 1 else {
      throw .badRequest("one picture is explained at a time, and there are \(asked.pictures.count)")
    }
    // A model that was replaced since it was found closes its queue: the next one answers.
    for _ in 0..<8 {
      let model = try models.model(asked.model, version: asked.version)
      guard let result = try await model.explanation(of: asked.pictures[0]) else { continue }
      switch result {
      case .success(let bytes): return ServedAnswer(json: bytes)
      case .failure(let error): throw ServedFault(error)
      }
    }
    throw .busy
  }
}
