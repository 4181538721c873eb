# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled twin of `signals.product` (tests compare the two): it passes over zeros, of which signals are nearly all."""

import numpy as np

from libc.stdint cimport uint16_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

cdef extern from *:
    """
    #include <stddef.h>
    #include <stdint.h>
    #include <stdlib.h>
    #include <string.h>
    #if defined(__GNUC__) && defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)
    #define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))  /* picked when the module is loaded */
    #else
    #define CLONES
    #endif
    #if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    #define LITTLE
    #endif
    #if defined(__GNUC__)
    typedef float sixteen __attribute__((vector_size(64), aligned(4), may_alias));
    #define ALWAYS static inline __attribute__((always_inline))
    /* Sums of the rows at `at`, each times its weight if there are any, in `many` groups of 16 columns. */
    ALWAYS void sum_tile(const uint16_t *at, const float *weight, int count, const float *points, ptrdiff_t k,
                         const int *place, int many, float *out) {
        sixteen sums[4];
        for (int v = 0; v < many; v++) sums[v] = (sixteen){0};
        for (int i = 0; i < count; i++) {
            const float *row = points + at[i] * k;
            for (int v = 0; v < many; v++) {
                sixteen values = *(const sixteen *)(row + place[v]);
                if (weight) values *= weight[i];
                sums[v] += values;
            }
        }
        for (int v = 0; v < many; v++) *(sixteen *)(out + place[v]) = sums[v];
    }
    ALWAYS void sum_tiles(const uint16_t *at, const float *weight, int count, const float *points, ptrdiff_t k, float *out) {
        int place[4];
        for (ptrdiff_t column = 0; column < k; column += 64) {
            /* the last groups overlap: they give the same sums twice */
            for (int v = 0; v < 4; v++) place[v] = (int)(column + 16 * v < k - 16 ? column + 16 * v : k - 16);
            if (k - column > 32) sum_tile(at, weight, count, points, k, place, 4, out);
            else sum_tile(at, weight, count, points, k, place, 2, out);
        }
    }
    CLONES void sum_flags(const uint16_t *at, int count, const float *points, ptrdiff_t k, float *out) {
        sum_tiles(at, NULL, count, points, k, out);
    }
    CLONES void sum_degrees(const uint16_t *at, const float *weight, int count, const float *points, ptrdiff_t k, float *out) {
        sum_tiles(at, weight, count, points, k, out);
    }
    #define LEAST 16
    #else
    #define LEAST PTRDIFF_MAX
    static void sum_flags(const uint16_t *at, int count, const float *points, ptrdiff_t k, float *out) {}
    static void sum_degrees(const uint16_t *at, const float *weight, int count, const float *points, ptrdiff_t k, float *out) {}
    #endif
    static unsigned char PLACES[256][8], COUNTS[256];  /* places and number of the bits that are set, the lowest first */
    static void lay_out_places(void) {
        for (int byte = 0; byte < 256; byte++)
            for (int bit = 0, n = 0; bit < 8; bit++)
                if (byte >> bit & 1) PLACES[byte][n++] = (unsigned char)bit, COUNTS[byte]++;
    }
    /* Notes the bytes that are not 0, which are few. Room for eight more than there are has to be at hand. */
    static inline int note_set(const char *data, ptrdiff_t size, int first, uint16_t *at, float *weight, int count) {
        ptrdiff_t j = 0;
    #ifdef LITTLE
        const uint64_t low = 0x7F7F7F7F7F7F7F7FULL;
        for (; j + 8 <= size; j += 8) {
            uint64_t bits;
            memcpy(&bits, data + j, 8);
            if (!bits) continue;
            bits = (((bits & low) + low) | bits) & ~low;  /* the highest bit of each byte that is not 0 */
            const int byte = (int)((bits >> 7) * 0x0102040810204080ULL >> 56);
            const unsigned char *places = PLACES[byte];
            for (int i = 0; i < 8; i++)  /* all at once: to stop at the last costs more */
                at[count + i] = (uint16_t)(first + j + places[i]);
            if (weight)
                for (int i = 0; i < 8; i++) weight[count + i] = 1;
            count += COUNTS[byte];
        }
    #endif
        for (; j < size; j++)
            if (data[j]) {
                at[count] = (uint16_t)(first + j);
                if (weight) weight[count] = 1;
                count++;
            }
        return count;
    }
    static void sum_plainly(const uint16_t *at, const float *weight, int count, const float *points, ptrdiff_t k, float *out) {
        for (ptrdiff_t c = 0; c < k; c++) out[c] = 0;
        for (int i = 0; i < count; i++)
            for (ptrdiff_t c = 0; c < k; c++) out[c] += points[at[i] * k + c] * weight[i];
    }
    """
    Py_ssize_t LEAST
    void lay_out_places()
    int note_set(const char* data, Py_ssize_t size, int first, uint16_t* at, float* weight, int count) noexcept nogil
    void sum_flags(const uint16_t* at, int count, const float* points, Py_ssize_t k, float* out) noexcept nogil
    void sum_degrees(const uint16_t* at, const float* weight, int count, const float* points, Py_ssize_t k, float* out) noexcept nogil
    void sum_plainly(const uint16_t* at, const float* weight, int count, const float* points, Py_ssize_t k, float* out) noexcept nogil

lay_out_places()

cdef enum:
    MOST = 64  # parts


cdef struct Part:
    const char* data
    Py_ssize_t step  # bytes from row to row
    Py_ssize_t columns
    bint flags


cdef int note_flags(Part* part, const unsigned char[:, :] degrees) except -1:
    part.step, part.columns, part.flags = degrees.strides[0], degrees.shape[1], True
    if degrees.shape[0] and degrees.shape[1]:
        part.data = <const char*>&degrees[0, 0]
    return 0


cdef int note_degrees(Part* part, const float[:, :] degrees) except -1:
    part.step, part.columns, part.flags = degrees.strides[0], degrees.shape[1], False
    if degrees.shape[0] and degrees.shape[1]:
        part.data = <const char*>&degrees[0, 0]
    return 0


cdef inline int gather(const Part* part, Py_ssize_t row, int first, uint16_t* at, float* weight, int count) noexcept nogil:
    """Note the columns of a row that are not 0, of degrees all, and how far they hold; gives how many are noted now."""
    cdef const char* data = part.data + row * part.step
    cdef Py_ssize_t j
    if part.flags:
        return note_set(data, part.columns, first, at, weight, count)
    memcpy(weight + count, data, part.columns * sizeof(float))  # few are 0: to look for them costs more
    for j in range(part.columns):
        at[count + j] = <uint16_t>(first + j)
    return count + <int>part.columns


cdef int note(list parts, Part* noted, Py_ssize_t n) except -1:
    """Note where the parts lie; gives how many columns they have."""
    cdef Py_ssize_t columns = 0
    cdef int p
    if len(parts) > MOST:
        raise OverflowError(f"more than {MOST} parts")
    for p, part in enumerate(parts):
        if part.dtype == np.uint8:
            note_flags(&noted[p], part)
        else:
            note_degrees(&noted[p], part)
        if len(part) != n or (n and part.shape[1] > 1 and part.strides[1] != part.itemsize):
            raise ValueError("parts of other shapes")
        columns += part.shape[1]
    if columns > 65535:
        raise OverflowError(f"{columns} columns, 65535 at most")
    return <int>columns


def product(list parts, const float[:, ::1] points):
    """Matrix product of parts that stand side by side.

    Args:
        parts: Flags (uint8) or degrees (float32), each with its columns one beside the other in memory.
        points: A row for each of their columns.
    """
    cdef Py_ssize_t n = len(parts[0]), k = points.shape[1], i
    cdef Part noted[MOST]
    cdef int columns = note(parts, noted, n), count, p, first, many = len(parts)
    cdef bint flags = True
    out = np.zeros((n, k), dtype=np.float32)
    cdef float[:, ::1] to = out
    if columns != points.shape[0]:
        raise ValueError(f"{columns} columns, points for {points.shape[0]}")
    if not n or not k or not columns:
        return out
    for p in range(many):
        flags = flags and noted[p].flags
    cdef uint16_t* at = <uint16_t*>malloc((columns + 8) * sizeof(uint16_t))
    cdef float* weight = <float*>malloc((columns + 8) * sizeof(float))
    if not at or not weight:
        free(at)
        free(weight)
        raise MemoryError
    with nogil:
        for i in range(n):
            count = first = 0
            for p in range(many):
                count = gather(&noted[p], i, first, at, weight if k < LEAST or not flags else NULL, count)
                first += <int>noted[p].columns
            if k < LEAST:
                sum_plainly(at, weight, count, &points[0, 0], k, &to[i, 0])
            elif flags:
                sum_flags(at, count, &points[0, 0], k, &to[i, 0])
            else:
                sum_degrees(at, weight, count, &points[0, 0], k, &to[i, 0])
    free(at)
    free(weight)
    return out
