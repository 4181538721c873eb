# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled twin of `languages._tally`: one pass over the letters of a sample (tests compare the two)."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t

cdef extern from "Python.h":
    bint Py_UNICODE_ISSPACE(uint32_t letter) nogil

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    SHORTEST = 0x3000  # no mark of a language is a letter below
    LONGEST = 32  # letters of a common word


cdef struct Slot:
    uint64_t key
    uint32_t letters[LONGEST]
    int size
    uint64_t codes  # bits of the languages that the word or letter is common in


cdef inline uint64_t mixed(uint64_t key, uint32_t letter) noexcept nogil:
    return (key ^ letter) * <uint64_t>0x100000001B3ULL


cdef inline bint is_space(uint32_t c) noexcept nogil:
    if c < 128:
        return c == 32 or 9 <= c <= 13 or 28 <= c <= 31
    return Py_UNICODE_ISSPACE(c)


cdef class Tally:
    """Counts a sample's common words and marking letters by language.

    Args:
        words: Common words to the codes of the languages they are common in.
        letters: Languages to their letters.
    """

    cdef Slot* slots
    cdef size_t mask
    cdef list codes
    cdef uint64_t marked  # the languages that have letters

    def __cinit__(self, dict words, dict letters):
        cdef size_t room = 16
        self.codes = sorted({code for found in words.values() for code in found} | set(letters))
        if len(self.codes) > 64:
            raise OverflowError("more than 64 languages")
        while room < 4 * (len(words) + sum(map(len, letters.values()))):
            room *= 2
        self.mask = room - 1
        self.slots = <Slot*>PyMem_Calloc(room, sizeof(Slot))
        if not self.slots:
            raise MemoryError
        for word, found in words.items():
            for code in found:
                self.note(word, code)
        for code, marks in letters.items():
            self.marked |= <uint64_t>1 << <int>self.codes.index(code)
            for mark in marks:
                if len(mark) != 1 or ord(mark) < SHORTEST:
                    raise ValueError(f"a mark of a language that is no letter from U+3000 on: {mark!r}")
                self.note("\0" + mark, code)

    def __dealloc__(self):
        PyMem_Free(self.slots)

    cdef int note(self, str word, code) except -1:
        cdef uint32_t letters[LONGEST]
        cdef int i, size = <int>len(word)
        cdef uint64_t key = 0
        cdef Slot* slot
        if size > LONGEST:
            raise OverflowError(f"a common word of more than {LONGEST} letters: {word!r}")
        for i in range(size):
            letters[i] = ord(word[i])
            key = mixed(key, letters[i])
        slot = self.slot(key, letters, size)
        slot.key, slot.size = key, size
        for i in range(size):
            slot.letters[i] = letters[i]
        slot.codes |= <uint64_t>1 << <int>self.codes.index(code)
        return 0

    cdef inline Slot* slot(self, uint64_t key, const Letter* word, int size) noexcept nogil:
        """The slot of a word, an empty one if it is not known."""
        cdef size_t at = (key ^ key >> 29) & self.mask
        cdef int i
        while self.slots[at].size:
            if self.slots[at].key == key and self.slots[at].size == size:
                for i in range(size):
                    if self.slots[at].letters[i] != word[i]:
                        break
                else:
                    break
            at = (at + 1) & self.mask
        return &self.slots[at]

    def count(self, str sample):
        """How often each language's words come, those that come at all; half of its letters instead; and all words.

        Args:
            sample: A text in lower case.
        """
        cdef int words[64]
        cdef int letters[64]
        cdef int i
        cdef Py_ssize_t tokens
        cdef Py_ssize_t size = len(sample)
        cdef int kind = PyUnicode_KIND(sample)
        cdef void* data = PyUnicode_DATA(sample)
        for i in range(64):
            words[i] = letters[i] = 0
        if kind == 1:
            tokens = count_words(self, <const uint8_t*>data, size, words, letters)
        elif kind == 2:
            tokens = count_words(self, <const uint16_t*>data, size, words, letters)
        else:
            tokens = count_words(self, <const uint32_t*>data, size, words, letters)
        cdef dict out = {}
        cdef bint ascii_ = sample.isascii()
        for i in range(<int>len(self.codes)):
            if not ascii_ and self.marked >> i & 1:
                out[self.codes[i]] = letters[i] / 2
            elif words[i]:
                out[self.codes[i]] = words[i]
        return out, tokens


cdef void add(uint64_t codes, int* counts) noexcept nogil:
    cdef int i = 0
    while codes:
        counts[i] += codes & 1
        codes >>= 1
        i += 1


cdef Py_ssize_t count_words(Tally self, const Letter* sample, Py_ssize_t size, int* words, int* letters) noexcept nogil:
    """Count words and letters by language; gives how many words there are."""
    cdef Py_ssize_t at = 0, start, tokens = 0
    cdef uint64_t key
    cdef uint32_t mark[2]
    mark[0] = 0
    while at < size:
        if is_space(sample[at]):
            at += 1
            continue
        start = at
        key = 0
        while at < size and not is_space(sample[at]):
            key = mixed(key, sample[at])
            if sample[at] >= SHORTEST:
                mark[1] = sample[at]
                add(self.slot(mixed(mixed(0, 0), mark[1]), mark, 2).codes, letters)
            at += 1
        tokens += 1
        if at - start <= LONGEST:
            add(self.slot(key, sample + start, <int>(at - start)).codes, words)
    return tokens


def longest(list texts, int most):
    """The longest texts, the longest first, of the same length the first first; at most 16."""
    cdef Py_ssize_t sizes[16]
    cdef Py_ssize_t places[16]
    cdef Py_ssize_t i, size, at, count = 0
    most = min(most, 16)
    for i in range(len(texts)):
        size = len(<str>texts[i])
        if count == most:
            if size <= sizes[count - 1]:
                continue
            count -= 1
        at = count
        while at > 0 and sizes[at - 1] < size:
            sizes[at], places[at] = sizes[at - 1], places[at - 1]
            at -= 1
        sizes[at], places[at] = size, i
        count += 1
    return [texts[places[i]] for i in range(count)]
