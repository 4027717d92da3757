import InklingFiles

/// Work that waits or takes long, on a thread of its own, so that the few threads of tasks stay free.
enum BlockingWork {
  /// - Returns: 503 when the system gives no thread.
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ServedFault) -> Value
  ) async -> Result<Value, ServedFault> {
    await withCheckedContinuation { continuation in
      do throws(InputError) {
        try SystemThread(stackBytes: 8 << 20) {
          do throws(ServedFault) {
            continuation.resume(returning: .success(try body()))
          } catch {
            continuation.resume(returning: .failure(error))
          }
        }.detach()
      } catch {
        continuation.resume(returning: .failure(.busy))
      }
    }
  }
}
