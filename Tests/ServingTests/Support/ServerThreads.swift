import InklingFiles
import Synchronization

/// Threads for the tasks of servers alone. The threads on which tasks run otherwise are as few as the machine's processors,
/// and a test that computes or waits holds one until it ends: beside two such tests a server on a machine of two would answer
/// nobody, until its clients gave up.
final class ServerThreads: TaskExecutor {
  static let shared = ServerThreads()

  private let jobs = Mutex<[UnownedJob]>([])
  private let condition = ThreadCondition()

  private init() {
    do {
      for _ in 0..<max(2, Processors.count) { try SystemThread(stackBytes: 8 << 20) { self.work() }.detach() }
    } catch {
      preconditionFailure("\(error)")
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    condition.wake()
  }

  private func work() {
    while true {
      condition.wait { jobs.withLock { !$0.isEmpty } }
      // Another thread may have been sooner.
      if let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
  }
}
