// The executable's definitions of malloc and its relatives replace glibc's for every library in the process (see
// "Replacing malloc" in the glibc manual); these count and then call glibc's own under their internal names.

#include "AllocationCounter.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_SANITIZER)

#include <stdatomic.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void *__libc_valloc(size_t size);
extern void *__libc_pvalloc(size_t size);

// Threads that all add to one number wait for each other: that took a fourteenth of the time of all tests. So they do it
// only once somebody has asked for the sum.
static _Atomic bool is_asked;
static _Atomic uint64_t of_process;
// The initial-exec model needs no allocation of its own at a thread's first use.
static __thread uint64_t of_thread __attribute__((tls_model("initial-exec")));

static void count_one(void) {
  if (atomic_load_explicit(&is_asked, memory_order_relaxed)) {
    atomic_fetch_add_explicit(&of_process, 1, memory_order_relaxed);
  }
  of_thread += 1;
}

void *malloc(size_t size) {
  count_one();
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  count_one();
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  count_one();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count_one();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count_one();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  count_one();
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}

void *valloc(size_t size) {
  count_one();
  return __libc_valloc(size);
}

void *pvalloc(size_t size) {
  count_one();
  return __libc_pvalloc(size);
}

bool allocation_counter_is_available(void) { return true; }
uint64_t allocations_of_process(void) {
  atomic_store(&is_asked, true);
  return atomic_load_explicit(&of_process, memory_order_relaxed);
}
uint64_t allocations_of_thread(void) { return of_thread; }

#else

bool allocation_counter_is_available(void) { return false; }
uint64_t allocations_of_process(void) { return 0; }
uint64_t allocations_of_thread(void) { return 0; }

#endif
