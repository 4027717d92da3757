import InklingFiles

/// Work that waits or takes long, on a thread of its own, so that the few threads of tasks stay free.
enum BlockingWork {
  /// A task that is cancelled waits no longer; the thread comes to its end all the same.
  ///
  /// - Returns: 503 when the system gives no thread, and to a task that is cancelled.
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ServedFault) -> Value
  ) async -> Result<Value, ServedFault> {
    let result = AwaitedValue<Result<Value, ServedFault>>()
    do throws(InputError) {
      try SystemThread(stackBytes: 8 << 20) {
        do throws(ServedFault) {
          result.give(.success(try body()))
        } catch {
          result.give(.failure(error))
        }
      }.detach()
    } catch {
      return .failure(.busy)
    }
    return await result.value() ?? .failure(.busy)
  }
}
