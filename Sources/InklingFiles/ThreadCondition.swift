import InklingPlatform

/// What threads sleep on until something is true: a mutex and a condition of the C library's.
///
/// `@unchecked Sendable`: what it points to was made for several threads.
package final class ThreadCondition: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Wakes all who wait, to look again.
  package func wake() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Returns when `isTrue` says so; what makes it true calls `wake` afterwards.
  package func wait(until isTrue: () -> Bool) {
    pthread_mutex_lock(mutex)
    while !isTrue() { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }

  /// Returns when `isTrue` says so, or after so many nanoseconds.
  package func wait(atMost nanoseconds: UInt64, until isTrue: () -> Bool) {
    var end = timespec()
    // The clock that the C library's conditions go by.
    clock_gettime(CLOCK_REALTIME, &end)
    let sum = UInt64(end.tv_nsec) + nanoseconds % 1_000_000_000
    end.tv_sec += Int(nanoseconds / 1_000_000_000 + sum / 1_000_000_000)
    end.tv_nsec = Int(sum % 1_000_000_000)
    pthread_mutex_lock(mutex)
    while !isTrue() {
      if pthread_cond_timedwait(condition, mutex, &end) != 0 { break }
    }
    pthread_mutex_unlock(mutex)
  }
}
