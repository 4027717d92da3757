import InklingFiles

/// A model that answers: what it is, and those who wait for it. Pictures have threads of their own, because decoding
/// and framing a photograph takes as long as many images.
package final class LoadedModel: Sendable {
  package let name: String
  package let version: String
  package let model: any ServedModel
  private let tensors: InferenceQueue
  private let pictures: InferenceQueue?

  init(
    _ source: ModelSource, _ model: any ServedModel, _ loading: ModelRepository.Loading, _ metrics: ServerMetrics
  ) throws(InputError) {
    name = source.name
    version = String(source.version)
    self.model = model
    let make = { (work: ServedWork, gathering: UInt64) throws(InputError) in
      try InferenceQueue(
        model, for: work, name: source.name, threads: loading.threads, limit: loading.queueLimit, gathering: gathering,
        metrics: metrics)
    }
    let tensors = try make(.tensors, loading.gathering)
    do throws(InputError) {
      pictures = model.whyNoPictures == nil ? try make(.pictures, 0) : nil
    } catch {
      tensors.close()
      throw error
    }
    self.tensors = tensors
  }

  deinit { close() }

  /// Images that wait.
  package var queueLength: Int { tensors.length + (pictures?.length ?? 0) }

  /// The threads end when what waits is answered.
  func close() {
    tensors.close()
    pictures?.close()
  }

  /// The outputs for raw pixels; nil when another model has taken this one's place.
  ///
  /// - Throws: 503 when too many wait.
  func outputs(pixels: [UInt8], images: Int) async throws(ServedFault) -> [Float]? {
    try await outputs(.pixels(pixels), images)
  }

  /// The same for normalised numbers.
  func outputs(values: [Float], images: Int) async throws(ServedFault) -> [Float]? {
    try await outputs(.values(values), images)
  }

  /// What it says of pictures.
  func replies(to pictures: [ServedPicture], framed: Bool) async throws(ServedFault) -> [Result<
    PictureReply, InputError
  >]? {
    guard let queue = self.pictures else {
      throw .badRequest("the model '\(name)' reads no pictures: \(model.whyNoPictures ?? "")")
    }
    guard case .replies(let replies)? = try await ask(queue, .pictures(pictures, framed: framed), pictures.count)
    else { return nil }
    return replies
  }

  /// What its network does with one image, as JSON.
  func explanation(of picture: ServedPicture) async throws(ServedFault) -> Result<[UInt8], InputError>? {
    guard let queue = pictures else {
      throw .badRequest("the model '\(name)' reads no pictures: \(model.whyNoPictures ?? "")")
    }
    guard case .explanation(let result)? = try await ask(queue, .explanation(picture), 1) else { return nil }
    return result
  }

  private func outputs(_ work: InferenceQueue.Work, _ images: Int) async throws(ServedFault) -> [Float]? {
    guard case .outputs(let outputs)? = try await ask(tensors, work, images) else { return nil }
    return outputs
  }

  private func ask(
    _ queue: InferenceQueue, _ work: InferenceQueue.Work, _ images: Int
  ) async throws(ServedFault) -> InferenceQueue.Outcome? {
    let outcome = AwaitedValue<InferenceQueue.Outcome>()
    let job = InferenceQueue.Job(
      work: work, images: images, finish: { outcome.give($0) }, isAbandoned: { outcome.isAbandoned })
    guard try queue.add(job) else { return nil }
    // The server's end waits for no picture longer than it may.
    guard let value = await outcome.value() else { throw .busy }
    return value
  }
}
