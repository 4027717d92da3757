import InklingAllocationCounter
import InklingTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The counter must see what Swift allocates, in the runtime and here, on this thread and on others.
@Suite(.enabled(if: allocation_counter_is_available(), "allocations are counted with glibc only"))
struct AllocationCounterTests {
  /// The allocations of this thread during `work`.
  private func count(_ work: () -> Void) -> UInt64 {
    let before = allocations_of_thread()
    work()
    return allocations_of_thread() - before
  }

  @Test func seesArraysStringsAndObjects() {
    final class Object { var next: Object? }
    var kept: [Any] = []
    kept.reserveCapacity(10)
    var numbers = [1]
    #expect(count { numbers.append(contentsOf: 0..<1000) } >= 1)
    #expect(count { numbers = Array(repeating: 7, count: numbers.count) } == 1)
    #expect(count { kept.append(Object()) } >= 1)
    var text = "x"
    #expect(count { text = String(repeating: text, count: 100) } >= 1)
    #expect(text.count == 100 && numbers.last == 7)
  }

  @Test func countsEveryOneOfMany() {
    var kept: [UnsafeMutableRawPointer] = []
    kept.reserveCapacity(1000)
    #expect(count { for _ in 0..<1000 { kept.append(.allocate(byteCount: 64, alignment: 64)) } } == 1000)
    for pointer in kept { pointer.deallocate() }
  }

  @Test func seesNothingWhereNothingIsAllocated() {
    var numbers = Array(repeating: 1.0, count: 100)
    let allocations = count {
      for _ in 0..<1000 { for index in numbers.indices { numbers[index] += 1 } }
    }
    #expect(allocations == 0)
    #expect(numbers[99] == 1001)
  }

  /// In a process of its own, so that no other test's allocations are in the figure.
  @Test func aProcessOfItsOwnSeesOtherThreadsExactly() async {
    #if canImport(Glibc)
      await #expect(processExitsWith: .success) {
        var thread = pthread_t()
        let before = allocations_of_process()
        let beforeHere = allocations_of_thread()
        let created = pthread_create(
          &thread, nil,
          { _ in
            for _ in 0..<500 { free(malloc(100)) }
            var aligned: UnsafeMutableRawPointer?
            posix_memalign(&aligned, 64, 100)
            free(realloc(calloc(10, 10), 200))
            free(aligned_alloc(64, 128))
            free(aligned)
            return nil
          }, nil)
        #expect(created == 0)
        pthread_join(thread, nil)
        let all = allocations_of_process() - before
        let here = allocations_of_thread() - beforeHere
        // The thread's 504, and what starting a thread takes here.
        #expect(all == 504 + here, "\(all), \(here)")
        #expect(here < 20)
      }
    #endif
  }

  @Test func alignedMemoryIsAligned() {
    #if canImport(Glibc)
      var pointer: UnsafeMutableRawPointer?
      for alignment in [8, 64, 4096] {
        #expect(posix_memalign(&pointer, alignment, 10) == 0)
        #expect(Int(bitPattern: pointer) % alignment == 0)
        free(pointer)
      }
      #expect(posix_memalign(&pointer, 3, 10) == EINVAL)
      #expect(posix_memalign(&pointer, 24, 10) == EINVAL)
    #endif
  }
}
