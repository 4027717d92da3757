// Sums of products of bytes, exact in 32 bits: the same integers with every instruction set.
//
// Images come in blocks of sixteen, image i in lane i. A planar element is sixteen bytes, one value of each image. A quad is
// 64 bytes, four values of each image one behind the other: what one instruction multiplies and adds (VPDPBUSD).
#ifndef INTEGER_KERNELS_H
#define INTEGER_KERNELS_H

#include <stdint.h>

// A convolution or a linear layer on the quads of one block:
//
//     y[o][q] = finish(bias[o] + sum over t, i of weights[t][o].i * quad(q, t).i)
typedef struct {
  const uint8_t *quads;
  // Byte offsets into the quads: of each position, and from a position to each of its taps.
  const int64_t *positions;
  const int64_t *taps;
  // [taps][outputs], each four signed bytes, the first in the lowest.
  const int32_t *weights;
  const int32_t *bias;
  const float *factors;
  int64_t tap_count;
  int64_t outputs;
  int64_t position_count;
  // Whether positions come in fours, of which the largest alone is written.
  int32_t pools;
  // Whether what is negative becomes zero, where floats are written.
  int32_t rectifies;
  // Where bytes are written: round(min(max(sum * factor, low), high)) + zero, halves to even.
  float low;
  float high;
  int32_t zero;
  // One of the two: [outputs][results][16].
  uint8_t *bytes;
  float *floats;
} integer_sums_work;

// Plain C.
void integer_sums_portable(const integer_sums_work *work);
#if defined(__x86_64__)
// PMADDWD of widened bytes: PMADDUBSW would multiply twice as many, but its sums saturate at 16 bits.
void integer_sums_sse2(const integer_sums_work *work);
void integer_sums_avx2(const integer_sums_work *work);
// AVX-VNNI: VPDPBUSD on 256 bits.
void integer_sums_avxvnni(const integer_sums_work *work);
// AVX-512 F, BW, VL and VNNI.
void integer_sums_vnni(const integer_sums_work *work);
// AVX-512 VBMI: to[i] = table[from[i]] for a multiple of 64 bytes.
void integer_lookup_vbmi(uint8_t *to, const uint8_t *from, int64_t count, const uint8_t *table);
#endif

// A row of quads from four rows of planar elements. Source s has the columns first[s] ..< end[s] of the row; elsewhere all is
// `fill`.
void integer_pack_row(
  uint8_t *to, int64_t width, const uint8_t *const sources[4], const int64_t first[4], const int64_t end[4], uint8_t fill);

// Sixteen images' bytes, `size` each, as planar elements.
void integer_gather(uint8_t *to, const uint8_t *const images[16], int64_t size);

// to[i] = table[from[i]].
void integer_lookup(uint8_t *to, const uint8_t *from, int64_t count, const uint8_t *table);

// The largest of a window's planar elements; steps in bytes.
void integer_largest(
  uint8_t *to, const uint8_t *from, int64_t rows, int64_t row_step, int64_t columns, int64_t column_step);

#endif
