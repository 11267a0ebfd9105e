#include "cchecksum.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

// The remainder of a polynomial by folding: V. Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
// Instruction", Intel 2009, with the constants that it has for this polynomial, bit-reflected.

__attribute__((target("pclmul,sse4.1"))) static inline __m128i folded(__m128i sum, __m128i by, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(sum, by, 0x00);
    __m128i high = _mm_clmulepi64_si128(sum, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

__attribute__((target("pclmul,sse4.1"))) static uint32_t remainder_of(const __m128i *blocks, size_t count, uint32_t crc) {
    const __m128i by_four = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);
    const __m128i by_one = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
    const __m128i to_half = _mm_set_epi64x(0, 0x163cd6124);
    const __m128i barrett = _mm_set_epi64x(0x1f7011641, 0x1db710641);
    const __m128i low_words = _mm_setr_epi32(~0, 0, ~0, 0);
    __m128i sums[4];
    for (int lane = 0; lane < 4; lane++) sums[lane] = _mm_loadu_si128(blocks + lane);
    sums[0] = _mm_xor_si128(sums[0], _mm_cvtsi32_si128((int)crc));
    size_t next = 4;
    for (; next + 4 <= count; next += 4)
        for (int lane = 0; lane < 4; lane++)
            sums[lane] = folded(sums[lane], by_four, _mm_loadu_si128(blocks + next + lane));
    __m128i sum = sums[0];
    for (int lane = 1; lane < 4; lane++) sum = folded(sum, by_one, sums[lane]);
    for (; next < count; next++) sum = folded(sum, by_one, _mm_loadu_si128(blocks + next));
    // From 128 bits to 64, to 32.
    sum = _mm_xor_si128(_mm_srli_si128(sum, 8), _mm_clmulepi64_si128(sum, by_one, 0x10));
    sum = _mm_xor_si128(_mm_srli_si128(sum, 4), _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), to_half, 0x00));
    __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), barrett, 0x10);
    sum = _mm_xor_si128(sum, _mm_clmulepi64_si128(_mm_and_si128(quotient, low_words), barrett, 0x00));
    return (uint32_t)_mm_extract_epi32(sum, 1);
}

static int has_multiplication(void) {
    unsigned a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_PCLMUL) && (c & bit_SSE4_1);
}

size_t cchecksum_crc32(const void *bytes, size_t count, uint32_t *crc) {
    // Asked once: under a hypervisor the question takes long. Two threads that ask at once get the same answer.
    static int known = -1;
    int has = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (has < 0) {
        has = has_multiplication();
        __atomic_store_n(&known, has, __ATOMIC_RELAXED);
    }
    size_t blocks = count / 16;
    if (!has || blocks < 4) return 0;
    *crc = remainder_of(bytes, blocks, *crc);
    return blocks * 16;
}

#else

size_t cchecksum_crc32(const void *bytes, size_t count, uint32_t *crc) {
    (void)bytes, (void)count, (void)crc;
    return 0;
}

#endif
