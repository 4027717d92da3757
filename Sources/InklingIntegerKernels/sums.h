// The loops of integer_sums, for one instruction set. Who includes this has defined:
//
//     LANES, LANE_PARTS     lanes of a register, and how many registers make sixteen
//     TILE, WIDE_TILE       outputs of a tile of four positions, and of one of one position
//     lanes, quads, weight  types: sums of LANES images, LANES quads, four weights
//     zero_lanes, load_quads, spread, dot, larger, store_bytes, store_floats
//
// All are inlined, and J and P constants where they are used, so the sums stay in registers.

#define INLINED static inline __attribute__((always_inline))

INLINED void finish(
  const integer_sums_work *work, lanes sum, int64_t output, int64_t result, int64_t results, int part) {
  const int64_t place = (output * results + result) * 16 + part * LANES;
  if (work->bytes) {
    store_bytes(work->bytes + place, sum, work->bias[output], work->factors[output], work->low, work->high, work->zero);
  } else {
    store_floats(work->floats + place, sum, work->bias[output], work->factors[output], work->rectifies);
  }
}

INLINED void tile(const integer_sums_work *work, int64_t output, int64_t first, int part, const int J, const int P) {
  lanes sums[WIDE_TILE > TILE * 4 ? WIDE_TILE : TILE * 4];
  const uint8_t *bases[4];
  for (int p = 0; p < P; p++) {
    // Behind the last position it is computed again, and not written.
    const int64_t q = first + p < work->position_count ? first + p : work->position_count - 1;
    bases[p] = work->quads + work->positions[q] + part * LANES * 4;
  }
  for (int i = 0; i < J * P; i++) sums[i] = zero_lanes();
  const int32_t *weights = work->weights + output;
  const int64_t outputs = work->outputs, count = work->tap_count;
  for (int64_t t = 0; t < count; t++, weights += outputs) {
    const int64_t tap = work->taps[t];
    quads x[4];
    for (int p = 0; p < P; p++) x[p] = load_quads(bases[p] + tap);
    for (int j = 0; j < J; j++) {
      const weight w = spread(weights[j]);
      for (int p = 0; p < P; p++) sums[j * P + p] = dot(sums[j * P + p], x[p], w);
    }
  }
  for (int j = 0; j < J; j++) {
    if (P == 4 && work->pools) {
      const lanes *s = sums + j * P;
      finish(
        work, larger(larger(s[0], s[1]), larger(s[2], s[3])), output + j, first / 4, work->position_count / 4, part);
    } else {
      for (int p = 0; p < P; p++) {
        if (first + p < work->position_count) {
          finish(work, sums[j * P + p], output + j, first + p, work->position_count, part);
        }
      }
    }
  }
}

// Tiles that share the outputs evenly.
INLINED void all_tiles(const integer_sums_work *work, const int most, const int P) {
  const int64_t tiles = (work->outputs + most - 1) / most;
  for (int64_t first = 0; first < work->position_count; first += P) {
    for (int64_t i = 0; i < tiles; i++) {
      const int64_t start = i * work->outputs / tiles, end = (i + 1) * work->outputs / tiles;
      for (int part = 0; part < LANE_PARTS; part++) {
        switch (end - start) {
#define CASE(n) case n: if (n <= most) tile(work, start, first, part, n, P); break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#undef CASE
        }
      }
    }
  }
}

INLINED void all_sums(const integer_sums_work *work) {
  if (work->position_count == 1) {
    all_tiles(work, WIDE_TILE, 1);
  } else {
    all_tiles(work, TILE, 4);
  }
}
