import InklingPlatform
import Synchronization

extension SystemThread {
  /// Runs `body` for each number below `count`, at the same time on as many threads as there are processors and the system
  /// gives, the calling one among them, and returns when all is done.
  package static func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      let work = Numbers(count, body)
      var threads: [SystemThread] = []
      while threads.count + 1 < min(count, Processors.count) {
        do throws(InputError) { threads.append(try SystemThread(work.run)) } catch { break }
      }
      work.run()
      for thread in threads { thread.join() }
    }
  }

  private final class Numbers: Sendable {
    private let count: Int
    private let body: @Sendable (Int) -> Void
    private let next = Atomic<Int>(0)

    init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.count = count
      self.body = body
    }

    /// Takes numbers until none is left.
    @Sendable func run() {
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        if number >= count { return }
        body(number)
      }
    }
  }
}
