# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The compiled twin of `repeated.Repeats` (tests compare the two)."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy

cdef extern from "Python.h":
    bint Py_UNICODE_ISSPACE(uint32_t letter) nogil

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    RUN = 4  # words that are looked for together
    KEPT = 6  # places of them that are kept

cdef uint8_t PARTS[128]  # whether a letter stands between words: white space and the marks of `repeated`
for _code in range(128):
    PARTS[_code] = chr(_code).isspace() or chr(_code) in '".,!?;:()'


cdef inline bint parts(uint32_t c) noexcept nogil:
    if c < 128:
        return PARTS[c]
    if c == 0x201C or c == 0x201D or c == 0x201E or c == 0xAB or c == 0xBB or c == 0x2026:
        return True
    return Py_UNICODE_ISSPACE(c)


cdef struct Gram:
    uint64_t key
    int times  # on the page


cdef struct Place:
    uint64_t key
    int count
    int at[KEPT]


cdef class Repeats:
    """The words of a page as numbers, and where each four in a row stand.

    Only the runs that blocks are told by are counted, and only where one comes again are places noted, of the runs of
    these blocks alone: `doubtful` comes before `note_body`, that before `longest`.
    """

    cdef uint64_t* words
    cdef int* owner  # block of each word
    cdef int* first  # word of each block
    cdef Py_ssize_t size
    cdef Gram* asked
    cdef size_t asked_mask
    cdef Place* places
    cdef size_t place_mask
    cdef list told  # the doubtful blocks

    def __cinit__(self, str folded, const int64_t[::1] starts, const int64_t[::1] ends, Py_ssize_t low, Py_ssize_t high):
        cdef Py_ssize_t room = (ends[high - 1] - starts[low]) // 2 + 2
        cdef int kind = PyUnicode_KIND(folded)
        cdef const void* data = PyUnicode_DATA(folded)
        self.words = <uint64_t*>malloc(room * sizeof(uint64_t))
        self.owner = <int*>malloc(room * sizeof(int))
        self.first = <int*>calloc(high + 1, sizeof(int))
        if not self.words or not self.owner or not self.first:
            raise MemoryError
        if kind == 1:
            take_words(self, <const uint8_t*>data, &starts[0], &ends[0], low, high)
        elif kind == 2:
            take_words(self, <const uint16_t*>data, &starts[0], &ends[0], low, high)
        else:
            take_words(self, <const uint32_t*>data, &starts[0], &ends[0], low, high)

    def __dealloc__(self):
        free(self.words)
        free(self.owner)
        free(self.first)
        free(self.asked)
        free(self.places)

    cdef inline uint64_t run(self, Py_ssize_t at) noexcept nogil:
        """The four words from a place on, as a number."""
        cdef uint64_t key = self.words[at]
        cdef int k
        for k in range(1, RUN):
            key = key * <uint64_t>0x9E3779B97F4A7C15ULL + self.words[at + k]  # words that come twice must not cancel out
        return (key ^ key >> 29) | 1

    cdef int probes(self, Py_ssize_t block, Py_ssize_t* to) noexcept nogil:
        """The middle, first and last words that a block is told by; gives how many there are."""
        cdef Py_ssize_t first = self.first[block], size = self.first[block + 1] - first
        if size < RUN:
            return 0
        to[0], to[1], to[2] = first + max(0, size // 2 - RUN // 2), first, first + size - RUN
        return 3

    cdef inline Gram* gram(self, uint64_t key) noexcept nogil:
        """The count of a run, an empty slot if it is not asked for."""
        cdef size_t at = <size_t>key >> 20 & self.asked_mask
        while self.asked[at].key != 0 and self.asked[at].key != key:
            at = (at + 1) & self.asked_mask
        return &self.asked[at]

    def doubtful(self, list blocks):
        """The blocks whose first, middle or last words stand on the page twice."""
        cdef size_t room = 64
        cdef Py_ssize_t probes[3]
        cdef Py_ssize_t i
        cdef int k
        cdef Gram* gram
        cdef list out = []
        while room < 8 * <size_t>len(blocks):
            room *= 2
        free(self.asked)
        self.asked = <Gram*>calloc(room, sizeof(Gram))
        if not self.asked:
            raise MemoryError
        self.asked_mask = room - 1
        for block in blocks:
            for k in range(self.probes(block, probes)):
                gram = self.gram(self.run(probes[k]))
                gram.key = self.run(probes[k])
        for i in range(self.size - RUN + 1):
            self.gram(self.run(i)).times += 1  # an empty slot may count: its key stays 0
        for block in blocks:
            for k in range(self.probes(block, probes)):
                if self.gram(self.run(probes[k])).times > 1:
                    out.append(block)
                    break
        self.told = out
        return out

    cdef inline Place* place(self, uint64_t key) noexcept nogil:
        cdef size_t at = <size_t>key >> 20 & self.place_mask
        while self.places[at].key != 0 and self.places[at].key != key:
            at = (at + 1) & self.place_mask
        return &self.places[at]

    def note_body(self, list blocks):
        """Keep the places where the runs of the doubtful blocks stand in the body."""
        cdef Py_ssize_t block, at
        cdef size_t room = 64
        cdef Place* place
        cdef uint64_t key
        for block in self.told:
            room += 2 * <size_t>max(0, self.first[block + 1] - self.first[block])
        while room & (room - 1):  # to a power of two
            room += room & -room
        free(self.places)
        self.places = <Place*>calloc(room, sizeof(Place))
        if not self.places:
            raise MemoryError
        self.place_mask = room - 1
        for block in self.told:
            for at in range(self.first[block], self.first[block + 1] - RUN + 1):
                key = self.run(at)
                self.place(key).key = key
        for block in blocks:
            for at in range(self.first[block], self.first[block + 1] - RUN + 1):
                place = self.place(self.run(at))
                if place.key and place.count < KEPT:
                    place.at[place.count] = <int>at
                    place.count += 1

    def longest(self, Py_ssize_t block):
        """Share of the longest run that another, longer block holds too, and whether that block comes later."""
        cdef Py_ssize_t first = self.first[block], end = self.first[block + 1]
        cdef Py_ssize_t size = end - first
        cdef Py_ssize_t k = first, length, best = 0, reach, other, at, theirs_end, best_at = -1
        cdef Place* place
        cdef int i
        while k <= end - RUN:
            reach = 0
            place = self.place(self.run(k))
            for i in range(place.count):
                at = place.at[i]
                other = self.owner[at]
                theirs_end = self.first[other + 1]
                if other == block or theirs_end - self.first[other] <= size:
                    continue
                length = RUN
                while k + length < end and at + length < theirs_end and self.words[k + length] == self.words[at + length]:
                    length += 1
                if length > best:
                    best, best_at = length, other
                reach = max(reach, length)
            k += max(1, reach - RUN + 1)
        return <double>best / max(size, 1), best_at > block


cdef inline uint64_t number_of(const void* word, size_t size) noexcept nogil:
    """A number for the bytes of a word, eight at a time."""
    cdef const char* at = <const char*>word
    cdef uint64_t out = size * <uint64_t>0x9E3779B97F4A7C15ULL, eight
    while size >= 8:
        memcpy(&eight, at, 8)
        out = (out ^ eight) * <uint64_t>0xBF58476D1CE4E5B9ULL
        out ^= out >> 31
        at += 8
        size -= 8
    if size:
        eight = 0
        memcpy(&eight, at, size)
        out = (out ^ eight) * <uint64_t>0xBF58476D1CE4E5B9ULL
        out ^= out >> 31
    return out


cdef void take_words(Repeats self, const Letter* folded, const int64_t* starts, const int64_t* ends, Py_ssize_t low,
                     Py_ssize_t high) noexcept nogil:
    """Each word between white space and marks as a number."""
    cdef Py_ssize_t i, at, start, size = 0
    for i in range(low, high):
        self.first[i] = <int>size
        at = starts[i]
        while at < ends[i]:
            if parts(folded[at]):
                at += 1
                continue
            start = at
            while at < ends[i] and not parts(folded[at]):
                at += 1
            self.owner[size], self.words[size] = <int>i, number_of(folded + start, (at - start) * sizeof(Letter))
            size += 1
    self.first[high] = <int>size
    self.size = size
