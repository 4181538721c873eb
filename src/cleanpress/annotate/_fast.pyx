# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Compiled twins of the hot loops of the passes. Each has its Python form beside its caller; tests compare the two."""

import numpy as np

from libc.stdint cimport uint16_t, uint32_t
from libc.string cimport memset


def bins(const double[::1] values, const double[::1] edges):
    """One-hot columns: below edges[0], from edges[0] to edges[1], ..., from edges[-1] on."""
    cdef Py_ssize_t n = values.shape[0], m = edges.shape[0]
    cdef Py_ssize_t i, j
    out = np.zeros((n, m + 1), dtype=np.uint8)
    cdef unsigned char[:, ::1] to = out
    with nogil:
        for i in range(n):
            j = 0
            while j < m and values[i] >= edges[j]:
                j += 1
            to[i, j] = 1
    return out


def count_kinds(const uint16_t[::1] kinds, const Py_ssize_t[::1] starts, const Py_ssize_t[::1] ends):
    """How many letters of each of the 16 classes each block holds: (16, blocks)."""
    cdef Py_ssize_t n = starts.shape[0]
    cdef Py_ssize_t i, at
    cdef uint16_t kind
    cdef int bit
    cdef int sums[16]
    out = np.zeros((16, n), dtype=np.int32)
    cdef int[:, ::1] to = out
    with nogil:
        for i in range(n):
            memset(sums, 0, sizeof(sums))
            for at in range(starts[i], ends[i]):
                kind = kinds[at]
                if kind & 0x1F:  # the common ones: space, upper, lower, digit, letter
                    sums[0] += kind & 1
                    sums[1] += kind >> 1 & 1
                    sums[2] += kind >> 2 & 1
                    sums[3] += kind >> 3 & 1
                    sums[4] += kind >> 4 & 1
                kind >>= 5
                bit = 5
                while kind:
                    sums[bit] += kind & 1
                    kind >>= 1
                    bit += 1
            for bit in range(16):
                to[bit, i] = sums[bit]
    return out


def count_mask(const unsigned char[::1] mask, const Py_ssize_t[::1] starts, const Py_ssize_t[::1] ends):
    """How many letters of each block a mask holds."""
    cdef Py_ssize_t n = starts.shape[0]
    cdef Py_ssize_t i, at
    cdef int sum_
    out = np.zeros(n, dtype=np.int32)
    cdef int[::1] to = out
    with nogil:
        for i in range(n):
            sum_ = 0
            for at in range(starts[i], ends[i]):
                sum_ += mask[at]
            to[i] = sum_
    return out


cdef enum:
    SPACE = 1
    UPPER = 2
    DIGIT = 8
    STOP = 32
    QUOTE = 128
    UNSPACED = 256
    CURRENCY = 2048


def letter_marks(const uint32_t[::1] codes, const uint16_t[::1] kinds, const Py_ssize_t[::1] starts,
                 const Py_ssize_t[::1] ends):
    """What `shape` counts of letters that stand side by side: (11, blocks), in the order of `shape.BESIDE`."""
    cdef Py_ssize_t n = starts.shape[0], size = codes.shape[0]
    cdef Py_ssize_t i, at
    cdef uint32_t c, following
    cdef uint16_t kind, before, after
    cdef bint gap
    out = np.zeros((11, n), dtype=np.int32)
    cdef int[:, ::1] to = out
    with nogil:
        for i in range(n):
            for at in range(starts[i], ends[i]):
                c, kind = codes[at], kinds[at]
                after = kinds[at + 1] if at + 1 < size else SPACE
                before = kinds[at - 1] if at else 0
                if kind & UPPER and (at == 0 or before & SPACE):
                    to[0, i] += 1
                elif kind & STOP and after & (SPACE | QUOTE | UNSPACED):
                    to[1, i] += 1
                if kind & DIGIT:
                    if after & CURRENCY:
                        to[2, i] += 1
                    elif at + 2 < size and (codes[at + 1] == 32 or codes[at + 1] == 0xA0) and kinds[at + 2] & CURRENCY:
                        to[2, i] += 1
                    if at + 3 < size and not before & DIGIT and kinds[at + 2] & DIGIT and kinds[at + 3] & DIGIT:
                        following = codes[at + 1]
                        if (c == 50 and following == 48 or c == 49 and following == 57) and not (
                            at + 4 < size and kinds[at + 4] & DIGIT
                        ):
                            to[6, i] += 1
                elif kind & CURRENCY:
                    if after & DIGIT:
                        to[2, i] += 1
                    elif at + 2 < size and (codes[at + 1] == 32 or codes[at + 1] == 0xA0) and kinds[at + 2] & DIGIT:
                        to[2, i] += 1
                if (c == 58 or c == 104) and before & DIGIT and after & DIGIT and at + 2 < size and kinds[at + 2] & DIGIT:
                    to[3, i] += 1
                elif (c == 45 or c == 46 or c == 47) and before & DIGIT and after & DIGIT:
                    to[4, i] += 1
                if c == 0x5E74 or c == 0x6708:
                    to[5, i] += 1
                if c == 64:
                    to[7, i] += 1
                elif c == 0xA9:
                    to[8, i] += 1
                elif c == 47:
                    to[9, i] += 1
                elif c == 35:
                    to[10, i] += 1
    return out
