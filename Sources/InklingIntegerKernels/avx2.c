#include "IntegerKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define TILE 2
#define WIDE_TILE 8
#include "lanes256.h"

// The first and third value of each image as 16 bits, the second and fourth.
typedef struct {
  __m256i even, odd;
} quads;
typedef quads weight;

HELPER quads load_quads(const uint8_t *from) {
  const __m256i x = _mm256_loadu_si256((const __m256i *)from);
  return (quads){_mm256_and_si256(x, _mm256_set1_epi16(255)), _mm256_srli_epi16(x, 8)};
}

HELPER weight spread(int32_t w) {
  const __m256i all = _mm256_set1_epi32(w);
  return (weight){_mm256_srai_epi16(_mm256_slli_epi16(all, 8), 8), _mm256_srai_epi16(all, 8)};
}

HELPER lanes dot(lanes sum, quads x, weight w) {
  sum = _mm256_add_epi32(sum, _mm256_madd_epi16(x.even, w.even));
  return _mm256_add_epi32(sum, _mm256_madd_epi16(x.odd, w.odd));
}

#include "sums.h"

void integer_sums_avx2(const integer_sums_work *work) { all_sums(work); }

#pragma clang attribute pop
#endif
