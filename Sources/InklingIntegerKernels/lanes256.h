// What AVX2 and AVX-VNNI share: sums of eight images in a register.

#define LANES 8
#define LANE_PARTS 2
#define HELPER static inline __attribute__((always_inline))

typedef __m256i lanes;

HELPER lanes zero_lanes(void) { return _mm256_setzero_si256(); }

HELPER lanes larger(lanes a, lanes b) { return _mm256_max_epi32(a, b); }

HELPER __m256 scaled(lanes sum, int32_t bias, float factor) {
  return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_add_epi32(sum, _mm256_set1_epi32(bias))), _mm256_set1_ps(factor));
}

HELPER void store_bytes(uint8_t *to, lanes sum, int32_t bias, float factor, float low, float high, int32_t zero) {
  const __m256 y = _mm256_min_ps(
    _mm256_max_ps(scaled(sum, bias, factor), _mm256_set1_ps(low)), _mm256_set1_ps(high));
  const __m256i rounded = _mm256_add_epi32(_mm256_cvtps_epi32(y), _mm256_set1_epi32(zero));
  const __m128i words = _mm_packus_epi32(_mm256_castsi256_si128(rounded), _mm256_extracti128_si256(rounded, 1));
  _mm_storel_epi64((__m128i *)to, _mm_packus_epi16(words, words));
}

HELPER void store_floats(float *to, lanes sum, int32_t bias, float factor, int32_t rectifies) {
  __m256 y = scaled(sum, bias, factor);
  if (rectifies) y = _mm256_max_ps(y, _mm256_setzero_ps());
  _mm256_storeu_ps(to, y);
}
