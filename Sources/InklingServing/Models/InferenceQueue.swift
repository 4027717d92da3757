package import InklingFiles
import InklingPlatform
import Synchronization

/// Requests that wait for one model, and the threads that answer them in blocks of up to sixteen images: as many as the
/// kernels compute at once.
///
/// A thread that finds one request alone answers it at once. When the last block held several, others are on their way,
/// and it waits for as many as that, at most `gathering` long.
package final class InferenceQueue: Sendable {
  /// Images that are computed together.
  package static let block = 16

  /// What a thread does for a request.
  enum Work: Sendable {
    case pixels([UInt8])
    case values([Float])
    case pictures([ServedPicture], framed: Bool)
    case explanation(ServedPicture)
  }

  /// What came of it.
  enum Outcome: Sendable {
    case outputs([Float])
    case replies([Result<PictureReply, InputError>])
    case explanation(Result<[UInt8], InputError>)
  }

  struct Job: Sendable {
    let work: Work
    let images: Int
    let finish: @Sendable (Outcome) -> Void
    /// Whether nobody waits for it any more: then it is not computed.
    var isAbandoned: @Sendable () -> Bool = { false }
  }

  private struct State {
    var jobs: [Job] = []
    /// Where the next one is in `jobs`: what is before it was taken.
    var first = 0
    var images = 0
    var isClosed = false
    /// Images of the last block.
    var lastBlock = 1
    var lastTime: UInt64 = 0
  }

  private let state = Mutex(State())
  private let condition = ThreadCondition()
  private let limit: Int
  private let gathering: UInt64
  private let metrics: ServerMetrics
  private let name: String
  package let model: any ServedModel

  /// - Parameters:
  ///   - work: what it is asked for.
  ///   - threads: how many compute.
  ///   - limit: the most images that may wait.
  ///   - gathering: nanoseconds.
  /// - Throws: `InputError` of kind `.unavailable` without memory or threads.
  package init(
    _ model: any ServedModel, for work: ServedWork = .tensors, name: String, threads: Int, limit: Int,
    gathering: UInt64, metrics: ServerMetrics
  ) throws(InputError) {
    self.model = model
    self.limit = limit
    self.gathering = gathering
    self.metrics = metrics
    self.name = name
    var sessions: [any ServedSession] = []
    for _ in 0..<max(1, threads) { sessions.append(try model.session(for: work)) }
    do throws(InputError) {
      for session in sessions {
        try SystemThread(stackBytes: 4 << 20) { self.work(session) }.detach()
      }
    } catch {
      close()
      throw error
    }
  }

  /// Images that wait.
  package var length: Int { state.withLock { $0.images } }

  /// Nobody asks any more: the threads end when all that waits is answered.
  package func close() {
    state.withLock { $0.isClosed = true }
    condition.wake()
  }

  /// Adds a request; it is finished on another thread.
  ///
  /// - Returns: false for a queue that is closed.
  /// - Throws: 503 when too many wait.
  func add(_ job: Job) throws(ServedFault) -> Bool {
    let added: Bool? = state.withLock { state in
      guard !state.isClosed else { return false }
      // A request larger than the queue is answered when nothing else waits.
      guard state.images == 0 || state.images + job.images <= limit else { return nil }
      state.jobs.append(job)
      state.images += job.images
      return true
    }
    guard let added else { throw .busy }
    if added { condition.wake() }
    return added
  }

  private func work(_ session: any ServedSession) {
    while let jobs = next() {
      compute(jobs, session)
      state.withLock { $0.lastTime = MonotonicTime.now }
    }
  }

  /// The requests of the next block; nil when it is all over.
  private func next() -> [Job]? {
    condition.wait { state.withLock { $0.images > 0 || $0.isClosed } }
    let wanted = state.withLock { state in
      MonotonicTime.now &- state.lastTime < 10_000_000 ? min(state.lastBlock, Self.block) : 1
    }
    if wanted > 1, gathering > 0 {
      condition.wait(atMost: gathering) { state.withLock { $0.images >= wanted || $0.images == 0 || $0.isClosed } }
    }
    return state.withLock { state in
      guard state.first < state.jobs.count else { return state.isClosed ? nil : [] }
      var jobs: [Job] = []
      var images = 0
      while state.first < state.jobs.count {
        let job = state.jobs[state.first]
        guard jobs.isEmpty || images + job.images <= Self.block else { break }
        jobs.append(job)
        images += job.images
        state.first += 1
      }
      if state.first == state.jobs.count {
        state.jobs.removeAll(keepingCapacity: true)
        state.first = 0
      } else if state.first > 1024 {
        state.jobs.removeFirst(state.first)
        state.first = 0
      }
      state.images -= images
      state.lastBlock = images
      return jobs
    }
  }

  private func compute(_ taken: [Job], _ session: any ServedSession) {
    let jobs = taken.filter { !$0.isAbandoned() }
    guard !jobs.isEmpty else { return }
    metrics.computed(jobs.reduce(0) { $0 + $1.images }, by: name)
    var (pixels, values): ([UInt8], [Float]) = ([], [])
    for job in jobs {
      switch job.work {
      case .pixels(let own): pixels += own
      case .values(let own): values += own
      case .pictures(let pictures, let framed):
        job.finish(.replies(session.read(pictures, framed: framed) { !job.isAbandoned() }))
      case .explanation(let picture): job.finish(.explanation(session.explain(picture)))
      }
    }
    let pixelOutputs = pixels.isEmpty ? [] : session.outputs(pixels: pixels)
    let valueOutputs = values.isEmpty ? [] : session.outputs(values: values)
    var (pixelPlace, valuePlace) = (0, 0)
    for job in jobs {
      let count = job.images * model.outputWidth
      switch job.work {
      case .pixels:
        job.finish(.outputs(Array(pixelOutputs[pixelPlace..<pixelPlace + count])))
        pixelPlace += count
      case .values:
        job.finish(.outputs(Array(valueOutputs[valuePlace..<valuePlace + count])))
        valuePlace += count
      case .pictures, .explanation: break
      }
    }
  }
}
