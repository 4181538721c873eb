# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Compiled twins of the hot loops of the passes. Each has its Python form beside its caller; tests compare the two."""

import numpy as np

from libc.math cimport fabs
from libc.stdint cimport uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
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


cdef inline bint parts(Py_UCS4 c) noexcept:
    """Whether a letter stands between words: white space and the marks of `repeated`."""
    if c <= 32:
        return c == 32 or 9 <= c <= 13 or 28 <= c <= 31
    if c < 128:
        return c in u'".,!?;:()'
    return c in u"“”„«»…" or c.isspace()


cdef struct Gram:
    uint64_t key
    int times  # on the page
    int count  # of the places in the body that are kept
    int at[6]


cdef class Repeats:
    """The words of a page as numbers, and where each four in a row stand."""

    cdef uint64_t* words
    cdef Gram* grams
    cdef size_t slots
    cdef Py_ssize_t size
    cdef int[::1] first  # word of each block
    cdef int[::1] owner  # block of each word

    def __cinit__(self, str folded, const Py_ssize_t[::1] starts, const Py_ssize_t[::1] ends, Py_ssize_t low, Py_ssize_t high):
        cdef Py_ssize_t i, at
        cdef uint64_t hash_
        cdef Py_UCS4 c
        cdef Py_ssize_t room = (ends[high - 1] - starts[low]) // 2 + 2
        self.words = <uint64_t*>malloc(room * sizeof(uint64_t))
        if not self.words:
            raise MemoryError
        self.first = np.zeros(high + 1, dtype=np.int32)
        self.owner = np.zeros(room, dtype=np.int32)
        for i in range(low, high):
            self.first[i] = <int>self.size
            hash_ = 0
            for at in range(starts[i], ends[i]):
                c = folded[at]
                if parts(c):
                    if hash_:
                        self.owner[self.size] = <int>i
                        self.words[self.size] = hash_
                        self.size += 1
                        hash_ = 0
                    continue
                if not hash_:
                    hash_ = <uint64_t>0xCBF29CE484222325ULL
                hash_ = (hash_ ^ <uint64_t>c) * <uint64_t>0x100000001B3ULL
            if hash_:
                self.owner[self.size] = <int>i
                self.words[self.size] = hash_
                self.size += 1
        self.first[high] = <int>self.size
        self.slots = 16
        while self.slots < 2 * <size_t>self.size:
            self.slots *= 2
        self.grams = <Gram*>calloc(self.slots, sizeof(Gram))
        if not self.grams:
            raise MemoryError
        for at in range(self.size - 3):
            self.slot(at).times += 1

    def __dealloc__(self):
        free(self.words)
        free(self.grams)

    cdef Gram* slot(self, Py_ssize_t at) noexcept:
        """The four words from a place on."""
        cdef uint64_t key = self.words[at]
        cdef int k
        for k in range(1, 4):
            key = (key ^ self.words[at + k]) * <uint64_t>0x9E3779B97F4A7C15ULL
            key ^= key >> 29
        key |= 1
        cdef size_t i = <size_t>key & (self.slots - 1)
        while self.grams[i].key != 0 and self.grams[i].key != key:
            i = (i + 1) & (self.slots - 1)
        self.grams[i].key = key
        return &self.grams[i]

    def note_body(self, Py_ssize_t block):
        """Keep the places of a block of the body."""
        cdef Py_ssize_t at
        cdef Gram* gram
        for at in range(self.first[block], self.first[block + 1] - 3):
            gram = self.slot(at)
            if gram.count < 6:
                gram.at[gram.count] = <int>at
                gram.count += 1

    def echoes(self, Py_ssize_t block):
        """Whether the first, middle or last words of a block stand on the page twice."""
        cdef Py_ssize_t first = self.first[block]
        cdef Py_ssize_t size = self.first[block + 1] - first
        if size < 4:
            return False
        return (
            self.slot(first + max(0, size // 2 - 2)).times > 1
            or self.slot(first).times > 1
            or self.slot(first + size - 4).times > 1
        )

    def longest(self, Py_ssize_t block):
        """Share of the longest run that another, longer block holds too, and whether that block comes later."""
        cdef Py_ssize_t first = self.first[block], end = self.first[block + 1]
        cdef Py_ssize_t size = end - first
        cdef Py_ssize_t k = first, length, best = 0, reach, other, at, theirs_end, best_at = -1
        cdef Gram* gram
        cdef int i
        while k <= end - 4:
            reach = 0
            gram = self.slot(k)
            for i in range(gram.count):
                at = gram.at[i]
                other = self.owner[at]
                theirs_end = self.first[other + 1]
                if other == block or theirs_end - self.first[other] <= size:
                    continue
                length = 4
                while k + length < end and at + length < theirs_end and self.words[k + length] == self.words[at + length]:
                    length += 1
                if length > best:
                    best, best_at = length, other
                reach = max(reach, length)
            k += max(1, reach - 3)
        return <double>best / max(size, 1), best_at > block


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
