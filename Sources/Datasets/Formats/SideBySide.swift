import Files
import Synchronization

/// Runs `first` on this thread and `second` on another at the same time, and waits for both.
///
/// - Throws: what `first` throws, else what `second` throws: the same fault whichever is noticed sooner.
func sideBySide<First, Second: Sendable>(
  _ first: () throws(InputError) -> First, _ second: @escaping @Sendable () throws(InputError) -> Second
) throws(InputError) -> (First, Second) {
  let other = BackgroundThread(second)
  let result: Result<First, InputError>
  do throws(InputError) { result = .success(try first()) } catch { result = .failure(error) }
  let otherResult = other.join()
  return (try result.get(), try otherResult.get())
}

/// One piece of work on a thread of its own.
private final class BackgroundThread<Value: Sendable> {
  private let job: Job
  private var thread: SystemThread?

  init(_ body: @escaping @Sendable () throws(InputError) -> Value) {
    let job = Job(body)
    self.job = job
    do throws(InputError) { thread = try SystemThread(job.run) } catch { thread = nil }
  }

  /// Waits for the work to end; where no thread was to be had it is done now.
  func join() -> Result<Value, InputError> {
    thread?.join()
    return job.result()
  }

  private final class Job: Sendable {
    private let body: @Sendable () throws(InputError) -> Value
    private let outcome = Mutex<Result<Value, InputError>?>(nil)

    init(_ body: @escaping @Sendable () throws(InputError) -> Value) { self.body = body }

    @Sendable func run() {
      outcome.withLock { [body] in
        do throws(InputError) { $0 = .success(try body()) } catch { $0 = .failure(error) }
      }
    }

    func result() -> Result<Value, InputError> {
      while true {
        if let result = outcome.withLock({ $0 }) { return result }
        run()
      }
    }
  }
}
