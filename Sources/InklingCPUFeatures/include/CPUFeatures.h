// What Swift cannot ask by itself: which vector registers the operating system saves (XGETBV),
// beside what the processor offers (CPUID). Intel SDM volume 1, section 14.3 and 15.2.
#ifndef CPU_FEATURES_H
#define CPU_FEATURES_H

#if defined(__x86_64__)
#include <cpuid.h>

static inline unsigned long long cpu_features_xcr0(void) {
  unsigned int low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return ((unsigned long long)high << 32) | low;
}

// 0: neither, 1: AVX2 and FMA, 2: AVX-512 F, BW, DQ and VL as well.
static inline int cpu_features_vector_level(void) {
  unsigned int a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const unsigned int osxsave = 1u << 27, fma = 1u << 12, avx = 1u << 28;
  if ((c & (osxsave | fma | avx)) != (osxsave | fma | avx)) return 0;
  const unsigned long long saved = cpu_features_xcr0();
  if ((saved & 0x6) != 0x6) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  if (!(b & (1u << 5))) return 0;
  const unsigned int wide = (1u << 16) | (1u << 17) | (1u << 30) | (1u << 31);
  if ((b & wide) == wide && (saved & 0xe6) == 0xe6) return 2;
  return 1;
}

// What multiplies and looks up bytes, as far as the vector level goes. Bit 0: AVX-512 VNNI; bit 1: AVX-512 VBMI; bit 2:
// AVX-VNNI, the same on 256 bits.
static inline int cpu_features_byte_instructions(void) {
  const int level = cpu_features_vector_level();
  unsigned int a, b, c, d;
  if (level < 1 || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  const int wide = level == 2 ? (int)((c >> 11 & 1) | (c >> 1 & 1) << 1) : 0;
  // Of leaf 7 the first says how many more there are.
  if (a < 1 || !__get_cpuid_count(7, 1, &a, &b, &c, &d)) return wide;
  return wide | (int)(a >> 4 & 1) << 2;
}
#else
static inline int cpu_features_vector_level(void) { return 0; }
static inline int cpu_features_byte_instructions(void) { return 0; }
#endif

#endif
