#include "IntegerKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,avxvnni"))), apply_to = function)

#define TILE 3
#define WIDE_TILE 12
#include "lanes256.h"

typedef __m256i quads;
typedef __m256i weight;

HELPER quads load_quads(const uint8_t *from) { return _mm256_loadu_si256((const __m256i *)from); }
HELPER weight spread(int32_t w) { return _mm256_set1_epi32(w); }
HELPER lanes dot(lanes sum, quads x, weight w) { return _mm256_dpbusd_avx_epi32(sum, x, w); }

#include "sums.h"

void integer_sums_avxvnni(const integer_sums_work *work) { all_sums(work); }

#pragma clang attribute pop
#endif
