# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Blocks of the same make and blocks near by; compiled twins of `View.alike`, `neighbours` and `siblings`."""

import numpy as np

from cleanpress.annotate._bins cimport Edges, edges_of, put_bin, total_of
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset

cdef enum:
    COLON = 512  # class of letters, as in `letters.Kind`
    WIDEST = 64  # columns of a neighbour's form


cdef struct Make:
    uint64_t hints[3]
    PyObject* tags[3]
    Py_ssize_t number


cdef inline bint equal_makes(const Make* a, const Make* b):
    cdef int i
    for i in range(3):
        if a.hints[i] != b.hints[i]:
            return False
    for i in range(3):
        if a.tags[i] != b.tags[i] and <str>a.tags[i] != <str>b.tags[i]:
            return False
    return True


cdef inline Py_ssize_t room_for(Py_ssize_t n) noexcept nogil:
    """Slots of a table of n things, a power of two."""
    cdef Py_ssize_t room = 16
    while room < 2 * n:
        room *= 2
    return room


def alike(list makes):
    """A number for each block's make, in order of appearance."""
    cdef Py_ssize_t n = len(makes), i, count = 0
    cdef uint64_t mask = room_for(n) - 1, key
    cdef int j
    cdef tuple parts
    cdef Make make
    out = np.empty(n, np.intp)
    cdef Py_ssize_t[::1] to = out
    cdef Make* slots = <Make*>calloc(mask + 1, sizeof(Make))
    if slots is NULL:
        raise MemoryError
    try:
        for i in range(n):
            if i and makes[i] is makes[i - 1]:
                to[i] = to[i - 1]
                continue
            parts = makes[i]
            key = 0
            for j in range(3):
                make.tags[j] = <PyObject*>parts[2 * j]
                make.hints[j] = parts[2 * j + 1]
                key = (key ^ <uint64_t>hash(<str>make.tags[j]) ^ make.hints[j]) * <uint64_t>0x9E3779B97F4A7C15ULL
                key ^= key >> 29
            key &= mask
            while slots[key].tags[0] is not NULL and not equal_makes(&slots[key], &make):
                key = (key + 1) & mask
            if slots[key].tags[0] is NULL:
                make.number = count
                slots[key] = make
                count += 1
            to[i] = slots[key].number
    finally:
        free(slots)
    return out


cdef inline void put_form(long long context, uint16_t last, bint heading, bint stops, long long item,
                          uint8_t* to) noexcept nogil:
    to[0] = heading
    to[1] = context & item != 0
    to[2] = stops
    to[3] = last & COLON != 0


def neighbours(view, const double[::1] word_edges_, const double[::1] link_edges_, long long item, int extras):
    """The columns of `neighbours`."""
    cdef Edges word_edges = edges_of(word_edges_), link_edges = edges_of(link_edges_)
    cdef const int[::1] words = view.words
    cdef const double[::1] linked = view.linked
    cdef const int64_t[::1] context = view.context
    cdef const uint16_t[::1] last = view.last
    cdef const uint8_t[::1] heading = view.heading.view(np.uint8), stops = view.stops.view(np.uint8)
    cdef Py_ssize_t n = words.shape[0], i, width = word_edges.count + link_edges.count + 6
    cdef uint8_t own[WIDEST]
    cdef uint8_t* to
    out = np.zeros((n, 4 * width + extras), dtype=np.uint8)
    cdef uint8_t[:, ::1] rows = out
    if width > WIDEST:
        raise ValueError(f"{width} columns of a neighbour's form, {WIDEST} at most")
    for i in range(n):
        memset(own, 0, width)
        to = put_bin(words[i], word_edges, own)
        to = put_bin(linked[i], link_edges, to)
        put_form(context[i], last[i], heading[i], stops[i], item, to)
        if i + 1 < n:
            memcpy(&rows[i + 1, 0], own, width)
        if i >= 1:
            memcpy(&rows[i - 1, width], own, width)
        if i + 2 < n:
            memcpy(&rows[i + 2, 2 * width], own, width)
        if i >= 2:
            memcpy(&rows[i - 2, 3 * width], own, width)
    note_things(view.page, rows, 4 * width)
    note_same(view.page.texts, rows, 4 * width + 7)
    return out


cdef int note_things(page, uint8_t[:, ::1] rows, Py_ssize_t at) except -1:
    """Pictures, fields and rules near by."""
    cdef list texts = page.texts
    cdef Py_ssize_t n = rows.shape[0], before, i
    cdef str alt, kind
    for image in page.images:
        before, alt = image.before, image.alt
        if 0 <= before < n:
            rows[before, at] = 1
        if 0 <= before + 1 < n:
            rows[before + 1, at + 1] = 1
        if 0 <= before - 1 < n:
            rows[before - 1, at + 2] = 1
        if alt:
            for i in range(max(0, before - 1), min(n, before + 3)):
                if <str>texts[i] == alt:
                    rows[i, at + 3] = 1
    for before, kind in page.fields:
        if kind != "hidden":
            for i in range(max(0, before - 3), min(n, before + 2)):
                rows[i, at + 4 if kind == "email" else at + 5] = 1
    for before in page.rules:
        if 0 <= before < n:
            rows[before, at + 6] = 1
    return 0


cdef inline uint64_t sketch(str text):
    """A number that equal texts share: of their length and of the letters at both ends."""
    cdef Py_ssize_t size = len(text), i
    cdef int width = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef uint64_t key = size
    for i in range(min(size, 6)):
        key = (key ^ <uint64_t>PyUnicode_READ(width, data, i)) * <uint64_t>0x100000001B3ULL
        key = (key ^ <uint64_t>PyUnicode_READ(width, data, size - 1 - i)) * <uint64_t>0x100000001B3ULL
    return key ^ key >> 29


cdef int note_same(list texts, uint8_t[:, ::1] rows, Py_ssize_t at) except -1:
    """Texts that stand on the page more than once."""
    cdef Py_ssize_t n = rows.shape[0], i, j
    cdef uint64_t mask = room_for(n) - 1, key
    cdef Py_ssize_t* slots = <Py_ssize_t*>calloc(mask + 1, sizeof(Py_ssize_t))  # block of each, from 1
    if slots is NULL:
        raise MemoryError
    try:
        for i in range(n):
            key = sketch(<str>texts[i]) & mask
            while slots[key] and <str>texts[slots[key] - 1] != <str>texts[i]:
                key = (key + 1) & mask
            if slots[key] == 0:
                slots[key] = i + 1
                continue
            j = slots[key] - 1
            rows[i, at] = 1
            rows[i, at + 1] = 1
            rows[j, at + 1] = 1
    finally:
        free(slots)
    return 0


def siblings(view, const double[::1] run_, const double[::1] words_edges_, const double[::1] link_edges_,
             const double[::1] share_, const double[::1] texts_):
    """The columns of `siblings`."""
    cdef Edges run = edges_of(run_), words_edges = edges_of(words_edges_), link_edges = edges_of(link_edges_)
    cdef Edges share = edges_of(share_), texts = edges_of(texts_)
    cdef const Py_ssize_t[::1] make = view.alike
    cdef const float[::1] running = view.running, size = view.size
    cdef const int[::1] words = view.words
    cdef const double[::1] linked = view.linked
    cdef Py_ssize_t n = make.shape[0], i, j, k, end = 0, runners = 0, all_words = 0
    cdef Py_ssize_t per_make = run.count + words_edges.count + link_edges.count + share.count + 4
    cdef Py_ssize_t fixed = per_make + run.count + 1
    sums = np.zeros((n + 1, 5), np.float64)  # of each make: blocks, words, linked letters, letters, running words
    forms = np.zeros((n + 1, per_make), np.uint8)
    out = np.zeros((n, fixed + texts.count + share.count + 2), np.uint8)
    cdef double[:, ::1] sum_of = sums
    cdef uint8_t[:, ::1] rows = out, form = forms
    cdef uint8_t* to
    cdef double total = total_of(running), weight
    for i in range(n):
        j = make[i]
        sum_of[j, 0] += 1
        sum_of[j, 1] += words[i]
        weight = linked[i] * size[i]
        sum_of[j, 2] += weight
        sum_of[j, 3] += size[i]
        sum_of[j, 4] += running[i]
        runners += running[i] != 0
        all_words += words[i]
    for j in range(n):
        if sum_of[j, 0] == 0:
            break
        to = put_bin(sum_of[j, 0], run, &form[j, 0])
        to = put_bin(sum_of[j, 1] / sum_of[j, 0], words_edges, to)
        to = put_bin(sum_of[j, 2] / sum_of[j, 3], link_edges, to)
        put_bin(sum_of[j, 4] / max(total, 1.0), share, to)
    for i in range(n):
        if end <= i:
            end = i
            while end < n and make[end] == make[i]:
                end += 1
            k = i
        memcpy(&rows[i, 0], &form[make[i], 0], per_make)
        put_bin(end - k, run, &rows[i, per_make])
        to = put_bin(runners, texts, &rows[i, fixed])
        put_bin(total / max(1, all_words), share, to)
    return out
