import ServiceLifecycle

/// Looks now and then whether a model's files have changed, and whether another program has chosen another version.
struct ModelWatch: Service {
  let models: ModelRepository
  /// Nil where no model is taught.
  let desks: TeachingDesks?
  let milliseconds: Int

  func run() async throws {
    let (models, desks) = (models, desks)
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { return }
        // Opening takes a while: not on the threads that answer. Faults are logged where they are found.
        _ = await BlockingWork.run { () throws(ServedFault) in
          models.lookAtFiles()
          desks?.followChoices()
        }
      }
    }
  }
}
