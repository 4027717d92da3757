#include "IntegerKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)

#define LANES 16
#define LANE_PARTS 1
#define TILE 6
#define WIDE_TILE 12
#define HELPER static inline __attribute__((always_inline))

typedef __m512i lanes;
typedef __m512i quads;
typedef __m512i weight;

HELPER lanes zero_lanes(void) { return _mm512_setzero_si512(); }
HELPER quads load_quads(const uint8_t *from) { return _mm512_loadu_si512(from); }
HELPER weight spread(int32_t w) { return _mm512_set1_epi32(w); }
HELPER lanes dot(lanes sum, quads x, weight w) { return _mm512_dpbusd_epi32(sum, x, w); }
HELPER lanes larger(lanes a, lanes b) { return _mm512_max_epi32(a, b); }

HELPER __m512 scaled(lanes sum, int32_t bias, float factor) {
  return _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_add_epi32(sum, _mm512_set1_epi32(bias))), _mm512_set1_ps(factor));
}

HELPER void store_bytes(uint8_t *to, lanes sum, int32_t bias, float factor, float low, float high, int32_t zero) {
  const __m512 y = _mm512_min_ps(
    _mm512_max_ps(scaled(sum, bias, factor), _mm512_set1_ps(low)), _mm512_set1_ps(high));
  const __m512i rounded = _mm512_add_epi32(_mm512_cvtps_epi32(y), _mm512_set1_epi32(zero));
  _mm_storeu_si128((__m128i *)to, _mm512_cvtepi32_epi8(rounded));
}

HELPER void store_floats(float *to, lanes sum, int32_t bias, float factor, int32_t rectifies) {
  __m512 y = scaled(sum, bias, factor);
  if (rectifies) y = _mm512_max_ps(y, _mm512_setzero_ps());
  _mm512_storeu_ps(to, y);
}

#include "sums.h"

void integer_sums_vnni(const integer_sums_work *work) { all_sums(work); }

#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi"))), apply_to = function)

void integer_lookup_vbmi(uint8_t *to, const uint8_t *from, int64_t count, const uint8_t *table) {
  const __m512i a = _mm512_loadu_si512(table), b = _mm512_loadu_si512(table + 64);
  const __m512i c = _mm512_loadu_si512(table + 128), d = _mm512_loadu_si512(table + 192);
  for (int64_t i = 0; i < count; i += 64) {
    const __m512i x = _mm512_loadu_si512(from + i);
    const __m512i low = _mm512_permutex2var_epi8(a, x, b), high = _mm512_permutex2var_epi8(c, x, d);
    _mm512_storeu_si512(to + i, _mm512_mask_blend_epi8(_mm512_movepi8_mask(x), low, high));
  }
}

#pragma clang attribute pop
#endif
