#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

// Counts the heap allocations of a test process: malloc, calloc, realloc and their aligned relatives, by whoever calls
// them (the Swift runtime does for every array and object). A free counts nothing; a realloc counts one.

// Whether this build counts. False without glibc and under a sanitizer, which bring their own allocators.
bool allocation_counter_is_available(void);

// The allocations of all threads since this was first asked: take the difference of two answers. Other tests that run at
// the same time count too, so measure in a process of its own (an exit test) or take the least of several measurements.
uint64_t allocations_of_process(void);

// The allocations of the calling thread since it began.
uint64_t allocations_of_thread(void);

#endif
