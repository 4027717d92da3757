import ServiceLifecycle

/// Looks now and then whether a model's files have changed.
struct ModelWatch: Service {
  let models: ModelRepository
  let milliseconds: Int

  func run() async throws {
    let models = models
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { return }
        // Opening takes a while: not on the threads that answer. Faults are logged where they are found.
        _ = await BlockingWork.run { () throws(ServedFault) in models.lookAtFiles() }
      }
    }
  }
}
