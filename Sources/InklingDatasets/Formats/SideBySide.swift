import InklingFiles
import Synchronization

/// Runs `first` on this thread and `second` on another at the same time, and waits for both.
///
/// - Throws: what `first` throws, else what `second` throws: the same fault whichever is noticed sooner.
func sideBySide<First, Second: Sendable, Failure: Error>(
  _ first: () throws(Failure) -> First, _ second: @escaping @Sendable () throws(Failure) -> Second
) throws(Failure) -> (First, Second) {
  let other = BackgroundThread(second)
  let result: Result<First, Failure>
  do throws(Failure) { result = .success(try first()) } catch { result = .failure(error) }
  let otherResult = other.join()
  return (try result.get(), try otherResult.get())
}

/// One piece of work on a thread of its own.
private final class BackgroundThread<Value: Sendable, Failure: Error> {
  private let job: Job
  private var thread: SystemThread?

  init(_ body: @escaping @Sendable () throws(Failure) -> Value) {
    let job = Job(body)
    self.job = job
    do throws(InputError) { thread = try SystemThread(job.run) } catch { thread = nil }
  }

  /// Waits for the work to end; where no thread was to be had it is done now.
  func join() -> Result<Value, Failure> {
    thread?.join()
    return job.result()
  }

  private final class Job: Sendable {
    private let body: @Sendable () throws(Failure) -> Value
    private let outcome = Mutex<Result<Value, Failure>?>(nil)

    init(_ body: @escaping @Sendable () throws(Failure) -> Value) { self.body = body }

    @Sendable func run() {
      outcome.withLock { [body] in
        do throws(Failure) { $0 = .success(try body()) } catch { $0 = .failure(error) }
      }
    }

    func result() -> Result<Value, Failure> {
      while true {
        if let result = outcome.withLock({ $0 }) { return result }
        run()
      }
    }
  }
}
