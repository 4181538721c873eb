# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Compiled twins of the searches of `declared` (tests compare them)."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memset

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    LONGEST = 4096  # letters of a piece that is looked for here


cdef Py_ssize_t find(const Letter* page, Py_ssize_t size, Py_ssize_t at, const Letter* piece, Py_ssize_t length,
                     const uint8_t* steps) noexcept nogil:
    """Where a piece stands from a place on, or -1 (Horspool 1980)."""
    cdef Letter last = piece[length - 1]
    cdef Py_ssize_t i
    while at + length <= size:
        if page[at + length - 1] == last:
            i = 0
            while i < length and page[at + i] == piece[i]:
                i += 1
            if i == length:
                return at
        at += steps[page[at + length - 1] & 0xFF]
    return -1


cdef list blocks_of(const Letter* page, Py_ssize_t size, str wanted, const int64_t[::1] ends):
    cdef Letter piece[LONGEST]
    cdef uint8_t steps[256]
    cdef Py_ssize_t length = len(wanted), i, at, low = 0, high, middle
    cdef int kind = PyUnicode_KIND(wanted)
    cdef const void* data = PyUnicode_DATA(wanted)
    cdef list out = []
    for i in range(length):
        piece[i] = <Letter>PyUnicode_READ(kind, <void*>data, i)
    memset(steps, min(length, 255), 256)
    for i in range(length - 1):
        steps[piece[i] & 0xFF] = <uint8_t>min(length - 1 - i, 255)
    at = find(page, size, 0, piece, length, steps)
    while at >= 0:
        high = ends.shape[0]
        while low < high:
            middle = (low + high) // 2
            if ends[middle] < at:
                low = middle + 1
            else:
                high = middle
        out.append(low)
        at = find(page, size, ends[low], piece, length, steps)
    return out


def blocks_with(str page, str piece, const int64_t[::1] ends):
    """The blocks in which a piece of text begins, each once; None if it is too long to be looked for here."""
    cdef int kind = PyUnicode_KIND(page)
    cdef const void* data = PyUnicode_DATA(page)
    cdef Py_ssize_t size = len(page)
    if not 0 < len(piece) <= LONGEST:
        return None
    if PyUnicode_KIND(piece) > kind:
        return []  # it holds a letter that is nowhere on the page
    if kind == 1:
        return blocks_of(<const uint8_t*>data, size, piece, ends)
    if kind == 2:
        return blocks_of(<const uint16_t*>data, size, piece, ends)
    return blocks_of(<const uint32_t*>data, size, piece, ends)


def short_lines(str page, const int64_t[::1] starts, const int64_t[::1] ends, const int[::1] words, wanted, int most):
    """(block, text) of the blocks of at most so many words whose whole text is wanted."""
    cdef Py_ssize_t i, size
    cdef uint64_t sizes = 0  # bits of the lengths that are wanted, the highest for all from there on
    cdef list out = []
    for text in wanted:
        sizes |= <uint64_t>1 << min(len(<str>text), 63)
    for i in range(starts.shape[0]):
        size = ends[i] - starts[i]
        if words[i] <= most and sizes >> min(size, 63) & 1:
            text = page[starts[i]:ends[i]]
            if text in wanted:
                out.append((i, text))
    return out


def like_titles(str page, const int64_t[::1] starts, const int64_t[::1] ends, const int[::1] words, heading,
                tuple titles, list bags, double share):
    """(block, whether it is part of a title, whether it has enough words in common with one) of headings."""
    cdef const uint8_t[::1] is_heading = heading.view(np.uint8)
    cdef Py_ssize_t i, longest = 2 * max(map(len, titles)), common
    cdef double least = share * min(map(len, bags))
    cdef list out = []
    cdef bint part, like
    for i in range(starts.shape[0]):
        if not is_heading[i] or words[i] <= 3 or ends[i] - starts[i] >= longest:
            continue
        text = page[starts[i]:ends[i]]
        part = like = False
        for title in titles:
            if text in title:
                part = True
                break
        if words[i] >= least:
            told = text.split()
            for bag in bags:
                common = len(bag.intersection(told))
                if common >= share * len(bag) and common / <double>len(bag.union(told)) >= share:
                    like = True
                    break
        if part or like:
            out.append((i, part, like))
    return out
