import InklingFiles
import Synchronization

/// Several threads at once.
public enum Concurrently {
  /// What `body` gives for each number below `count`, each on a thread of its own.
  ///
  /// - Throws: `InputError` when the system gives fewer threads.
  public static func results<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Value
  ) throws -> [Value] {
    let results = Results<Value>(count)
    let threads = try (0..<count).map { number in
      try SystemThread(stackBytes: 1 << 22) { results.set(body(number), at: number) }
    }
    for thread in threads { thread.join() }
    return results.values
  }

  private final class Results<Value: Sendable>: Sendable {
    private let slots: Mutex<[Value?]>

    init(_ count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

    func set(_ value: Value, at number: Int) { slots.withLock { $0[number] = value } }

    var values: [Value] { slots.withLock { $0.compactMap { $0 } } }
  }
}
