#include "IntegerKernels.h"

#include <string.h>

#define LANES 4
#define LANE_PARTS 4
#define TILE 2
#define WIDE_TILE 8
#define HELPER static inline __attribute__((always_inline))

typedef int32_t lanes __attribute__((vector_size(16)));
typedef int32_t quads __attribute__((vector_size(16)));
typedef struct {
  int32_t of[4];
} weight;

HELPER lanes zero_lanes(void) { return (lanes){0}; }

HELPER quads load_quads(const uint8_t *from) {
  quads x;
  memcpy(&x, from, 16);
  return x;
}

HELPER weight spread(int32_t w) {
  const uint32_t bits = (uint32_t)w;
  return (weight){{(int8_t)(bits & 255), (int8_t)(bits >> 8 & 255), (int8_t)(bits >> 16 & 255), (int8_t)(bits >> 24)}};
}

HELPER lanes dot(lanes sum, quads x, weight w) {
  sum += (x & 255) * w.of[0] + (x >> 8 & 255) * w.of[1];
  return sum + (x >> 16 & 255) * w.of[2] + (x >> 24 & 255) * w.of[3];
}

HELPER lanes larger(lanes a, lanes b) {
  const lanes isFirst = a > b;
  return (isFirst & a) | (~isFirst & b);
}

HELPER float scaled(int32_t sum, int32_t bias, float factor) {
  return (float)(int32_t)((uint32_t)sum + (uint32_t)bias) * factor;
}

HELPER void store_bytes(uint8_t *to, lanes sum, int32_t bias, float factor, float low, float high, int32_t zero) {
  for (int i = 0; i < 4; i++) {
    float y = scaled(sum[i], bias, factor);
    y = y > low ? y : low;
    y = y < high ? y : high;
    // 1.5 * 2^23 leaves no bits for a fraction: the sum is rounded to the nearest integer, in its lowest bits.
    const float shifted = y + 12582912.0f;
    uint32_t bits;
    memcpy(&bits, &shifted, 4);
    to[i] = (uint8_t)(bits + (uint32_t)zero);
  }
}

HELPER void store_floats(float *to, lanes sum, int32_t bias, float factor, int32_t rectifies) {
  for (int i = 0; i < 4; i++) {
    const float y = scaled(sum[i], bias, factor);
    to[i] = rectifies && !(y > 0) ? 0 : y;
  }
}

#include "sums.h"

void integer_sums_portable(const integer_sums_work *work) { all_sums(work); }
