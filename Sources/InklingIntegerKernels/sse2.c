#include "IntegerKernels.h"

#if defined(__x86_64__)
#include <emmintrin.h>

#define LANES 4
#define LANE_PARTS 4
#define TILE 2
#define WIDE_TILE 6
#define HELPER static inline __attribute__((always_inline))

typedef __m128i lanes;
// The first and third value of each image as 16 bits, the second and fourth.
typedef struct {
  __m128i even, odd;
} quads;
typedef quads weight;

HELPER lanes zero_lanes(void) { return _mm_setzero_si128(); }

HELPER quads load_quads(const uint8_t *from) {
  const __m128i x = _mm_loadu_si128((const __m128i *)from);
  return (quads){_mm_and_si128(x, _mm_set1_epi16(255)), _mm_srli_epi16(x, 8)};
}

HELPER weight spread(int32_t w) {
  const __m128i all = _mm_set1_epi32(w);
  return (weight){_mm_srai_epi16(_mm_slli_epi16(all, 8), 8), _mm_srai_epi16(all, 8)};
}

HELPER lanes dot(lanes sum, quads x, weight w) {
  sum = _mm_add_epi32(sum, _mm_madd_epi16(x.even, w.even));
  return _mm_add_epi32(sum, _mm_madd_epi16(x.odd, w.odd));
}

HELPER lanes larger(lanes a, lanes b) {
  const __m128i isFirst = _mm_cmpgt_epi32(a, b);
  return _mm_or_si128(_mm_and_si128(isFirst, a), _mm_andnot_si128(isFirst, b));
}

HELPER __m128 scaled(lanes sum, int32_t bias, float factor) {
  return _mm_mul_ps(_mm_cvtepi32_ps(_mm_add_epi32(sum, _mm_set1_epi32(bias))), _mm_set1_ps(factor));
}

HELPER void store_bytes(uint8_t *to, lanes sum, int32_t bias, float factor, float low, float high, int32_t zero) {
  const __m128 y = _mm_min_ps(_mm_max_ps(scaled(sum, bias, factor), _mm_set1_ps(low)), _mm_set1_ps(high));
  const __m128i rounded = _mm_add_epi32(_mm_cvtps_epi32(y), _mm_set1_epi32(zero));
  const __m128i words = _mm_packs_epi32(rounded, rounded);
  _mm_storeu_si32(to, _mm_packus_epi16(words, words));
}

HELPER void store_floats(float *to, lanes sum, int32_t bias, float factor, int32_t rectifies) {
  __m128 y = scaled(sum, bias, factor);
  if (rectifies) y = _mm_max_ps(y, _mm_setzero_ps());
  _mm_storeu_ps(to, y);
}

#include "sums.h"

void integer_sums_sse2(const integer_sums_work *work) { all_sums(work); }
#endif
