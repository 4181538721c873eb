# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled twin of `phrases._matches`, with an automaton of its own (tests compare the two)."""

from cpython.mem cimport PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t

from cleanpress.rules._automaton cimport ANY, END, HEAD, Entry, Py_UNICODE_ISALNUM, START, States, joined
from cleanpress.rules._automaton import places

cdef extern from "Python.h":
    uint32_t* PyUnicode_AsUCS4Copy(object text)

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t

cdef tuple PLACES = places()


cdef struct Marked:  # where marks go
    const Py_ssize_t* ends
    const int* words
    unsigned char* out
    Py_ssize_t step
    int cues


cdef struct Where_:  # the block at hand
    Py_ssize_t block
    Py_ssize_t first
    Py_ssize_t last


cdef inline bint bare(const Letter* page, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Whether no letter or digit stands in a short stretch."""
    cdef Py_ssize_t i
    if end - start >= 8:
        return False
    for i in range(start, end):
        if Py_UNICODE_ISALNUM(page[i]):
            return False
    return True


cdef inline bint stands(const Entry* entry, const Letter* page, Py_ssize_t start, Py_ssize_t end, Where_* at) noexcept nogil:
    """Whether a phrase stands where it has to."""
    if entry.before and start > at.first and joined(page[start - 1]):
        return False
    if entry.after and end < at.last and joined(page[end]):
        return False
    if entry.where == ANY:
        return True
    return (entry.where == END or bare(page, at.first, start)) and (entry.where == START or bare(page, end, at.last))


cdef class Automaton(States):
    """Finds the phrases in a page's joined and folded text."""

    def matches(self, str page, const Py_ssize_t[::1] ends, const int[::1] words):
        """(block, cue, where, phrase) of each phrase that stands where it may, by where it ends, the longest first."""
        cdef Where_ at = Where_(0, 0, ends[0])
        cdef Py_ssize_t i
        cdef unsigned int state = 0
        cdef int word, k
        cdef const Entry* entry
        cdef list out = []
        cdef tuple phrases = self.spelled()
        cdef uint32_t* letters = PyUnicode_AsUCS4Copy(page)
        if letters is NULL:
            raise MemoryError
        for i in range(len(page)):
            state = self.step(state, self.sort_of(letters[i]))
            word = <int>self.cells[state + 1]
            while word >= 0:
                while i + 1 > at.last:
                    at = Where_(at.block + 1, at.last + 1, ends[at.block + 1])
                for k in range(self.words[word].entry, self.words[word].stop):
                    entry = &self.entries[k]
                    if words[at.block] <= entry.most and stands(
                        entry, letters, i + 1 - self.words[word].length, i + 1, &at
                    ):
                        out.append((at.block, entry.cue, PLACES[<int>entry.where], phrases[word]))
                word = self.words[word].shorter
        PyMem_Free(letters)
        return out

    def mark(self, str page, const Py_ssize_t[::1] ends, const int[::1] words, unsigned char[:, ::1] out, int cues):
        """Set out[block, cue] for each phrase that `matches` gives, out[block, cues + cue] where it fills half the block."""
        cdef Py_ssize_t size = len(page)
        cdef int kind = PyUnicode_KIND(page)
        cdef void* data = PyUnicode_DATA(page)
        cdef Marked to = Marked(&ends[0], &words[0], &out[0, 0], out.shape[1], cues)
        with nogil:
            if kind == 1:
                mark_all(self, <const uint8_t*>data, size, &to)
            elif kind == 2:
                mark_all(self, <const uint16_t*>data, size, &to)
            else:
                mark_all(self, <const uint32_t*>data, size, &to)


cdef void mark_all(States self, const Letter* page, Py_ssize_t size, const Marked* to) noexcept nogil:
    cdef Where_ at = Where_(0, 0, to.ends[0])
    cdef Py_ssize_t i = 0
    cdef unsigned int state = 0, kind
    cdef const unsigned int* roots = self.cells + HEAD
    cdef const unsigned int* cells = self.cells
    cdef int word
    while i < size:
        kind = self.sort_of(page[i])
        if state == 0 or state == <unsigned int>self.within:  # most letters lead from a root to itself
            roots = cells + HEAD + state
            while roots[kind] == state:
                i += 1
                if i == size:
                    return
                kind = self.sort_of(page[i])
        state = self.step(state, kind)
        i += 1
        word = <int>cells[state + 1]
        if word >= 0:
            while i > at.last:
                at = Where_(at.block + 1, at.last + 1, to.ends[at.block + 1])
            mark_words(self, page, word, i, &at, to)


cdef void mark_words(States self, const Letter* page, int word, Py_ssize_t end, Where_* at, const Marked* to) noexcept nogil:
    """Mark the phrases that end here."""
    cdef const Entry* entry
    cdef unsigned char* row = to.out + at.block * to.step
    cdef int k, length
    while word >= 0:
        length = self.words[word].length
        for k in range(self.words[word].entry, self.words[word].stop):
            entry = &self.entries[k]
            if to.words[at.block] <= entry.most and stands(entry, page, end - length, end, at):
                row[entry.cue] = 1
                if 2 * length >= at.last - at.first:
                    row[to.cues + entry.cue] = 1
        word = self.words[word].shorter


def count_marks(unsigned char[:, ::1] out, int cues):
    """Set the last three columns: whether two, three, or none of the first `cues` are set."""
    cdef Py_ssize_t i, j, last = out.shape[1] - 3
    cdef unsigned char* row
    cdef int sum_
    for i in range(out.shape[0]):
        row = &out[i, 0]
        sum_ = 0
        for j in range(cues):
            sum_ += row[j]
        row[last], row[last + 1], row[last + 2] = sum_ >= 2, sum_ >= 3, sum_ == 0
