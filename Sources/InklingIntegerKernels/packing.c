#include "IntegerKernels.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline void pack(
  uint8_t *to, const uint8_t *a, const uint8_t *b, const uint8_t *c, const uint8_t *d) {
#if defined(__SSE2__)
  const __m128i w = _mm_loadu_si128((const __m128i *)a), x = _mm_loadu_si128((const __m128i *)b);
  const __m128i y = _mm_loadu_si128((const __m128i *)c), z = _mm_loadu_si128((const __m128i *)d);
  const __m128i wx = _mm_unpacklo_epi8(w, x), yz = _mm_unpacklo_epi8(y, z);
  const __m128i wx2 = _mm_unpackhi_epi8(w, x), yz2 = _mm_unpackhi_epi8(y, z);
  _mm_storeu_si128((__m128i *)to, _mm_unpacklo_epi16(wx, yz));
  _mm_storeu_si128((__m128i *)(to + 16), _mm_unpackhi_epi16(wx, yz));
  _mm_storeu_si128((__m128i *)(to + 32), _mm_unpacklo_epi16(wx2, yz2));
  _mm_storeu_si128((__m128i *)(to + 48), _mm_unpackhi_epi16(wx2, yz2));
#else
  for (int i = 0; i < 16; i++) {
    to[4 * i] = a[i];
    to[4 * i + 1] = b[i];
    to[4 * i + 2] = c[i];
    to[4 * i + 3] = d[i];
  }
#endif
}

void integer_pack_row(
  uint8_t *to, int64_t width, const uint8_t *const sources[4], const int64_t first[4], const int64_t end[4],
  uint8_t fill) {
  uint8_t filled[16];
  memset(filled, fill, 16);
  int64_t from = 0, until = width;
  for (int s = 0; s < 4; s++) {
    from = first[s] > from ? first[s] : from;
    until = end[s] < until ? end[s] : until;
  }
  for (int64_t x = 0; x < width; x++) {
    if (x == from && from < until) {
      const uint8_t *a = sources[0] - first[0] * 16, *b = sources[1] - first[1] * 16;
      const uint8_t *c = sources[2] - first[2] * 16, *d = sources[3] - first[3] * 16;
      for (; x < until; x++) pack(to + x * 64, a + x * 16, b + x * 16, c + x * 16, d + x * 16);
      if (x == width) break;
    }
    const uint8_t *of[4];
    for (int s = 0; s < 4; s++) {
      of[s] = x >= first[s] && x < end[s] ? sources[s] + (x - first[s]) * 16 : filled;
    }
    pack(to + x * 64, of[0], of[1], of[2], of[3]);
  }
}

void integer_gather(uint8_t *to, const uint8_t *const images[16], int64_t size) {
  int64_t i = 0;
#if defined(__SSE2__)
  for (; i + 16 <= size; i += 16) {
    __m128i a[16], b[16];
    for (int k = 0; k < 16; k++) a[k] = _mm_loadu_si128((const __m128i *)(images[k] + i));
    // Four rounds of pairing row k with row k + 8 transpose sixteen rows of sixteen bytes.
    for (int round = 0; round < 4; round++) {
      for (int k = 0; k < 8; k++) {
        b[2 * k] = _mm_unpacklo_epi8(a[k], a[k + 8]);
        b[2 * k + 1] = _mm_unpackhi_epi8(a[k], a[k + 8]);
      }
      for (int k = 0; k < 16; k++) a[k] = b[k];
    }
    for (int k = 0; k < 16; k++) _mm_storeu_si128((__m128i *)(to + (i + k) * 16), a[k]);
  }
#endif
  for (; i < size; i++) {
    for (int k = 0; k < 16; k++) to[i * 16 + k] = images[k][i];
  }
}

void integer_lookup(uint8_t *to, const uint8_t *from, int64_t count, const uint8_t *table) {
  for (int64_t i = 0; i < count; i++) to[i] = table[from[i]];
}

void integer_largest(
  uint8_t *to, const uint8_t *from, int64_t rows, int64_t row_step, int64_t columns, int64_t column_step) {
  uint8_t largest[16];
  memcpy(largest, from, 16);
  for (int64_t u = 0; u < rows; u++) {
    for (int64_t v = 0; v < columns; v++) {
      const uint8_t *x = from + u * row_step + v * column_step;
      for (int i = 0; i < 16; i++) largest[i] = largest[i] > x[i] ? largest[i] : x[i];
    }
  }
  memcpy(to, largest, 16);
}
