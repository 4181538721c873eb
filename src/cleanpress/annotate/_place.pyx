# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The arrays of `View`, and where blocks stand; compiled twins of `View` and of the passes of `surroundings`."""

import numpy as np

from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset

cdef enum:  # classes of letters, as in `letters.Kind`
    STOP = 32
    QUOTE = 128
    COLON = 512
    N_SPACE = 0
    N_UNSPACED = 8

cdef enum:
    FAR = 99  # blocks; what is further is as far
    NOWHERE = 1000  # after the headline, where there is none
    SMALL_PAGE = 30  # blocks
    SHORT = 7  # words
    WIDEST = 64  # columns of a neighbour's form


cdef inline uint8_t* put_bin(double value, const double[::1] edges, uint8_t* to) noexcept nogil:
    """One-hot columns from `to` on; where the next ones begin."""
    cdef Py_ssize_t j, over = 0, count = edges.shape[0]
    for j in range(count):  # all of them: to stop at the first costs more, as nothing foretells which it is
        over += value >= edges[j]
    to[over] = 1
    return to + count + 1


def measure(view, text, long long headings, long long off_text):
    """What `View` says of each block by itself.

    Returns:
        size, words, solid, linked, context, first, last, heading, stops, running.
    """
    page = view.page
    cdef const uint16_t[::1] kinds = text.kinds
    cdef const int64_t[::1] starts = text.starts, ends = text.ends
    cdef const int[:, ::1] counts = text.counts
    cdef list linked_letters = page.linked, contexts = page.context
    cdef Py_ssize_t n = starts.shape[0], i
    size, running, words = np.empty(n, np.float32), np.empty(n, np.float32), np.empty(n, np.int32)
    solid, linked, context = np.empty(n, np.float64), np.empty(n, np.float64), np.empty(n, np.int64)
    first, last = np.empty(n, np.uint16), np.empty(n, np.uint16)
    heading, stops = np.empty(n, np.bool_), np.empty(n, np.bool_)
    cdef float[::1] size_of = size, running_of = running
    cdef int[::1] words_of = words
    cdef double[::1] solid_of = solid, linked_of = linked
    cdef int64_t[::1] context_of = context
    cdef uint16_t[::1] first_of = first, last_of = last
    cdef uint8_t[::1] heading_of = heading.view(np.uint8), stops_of = stops.view(np.uint8)
    for i in range(n):
        size_of[i] = <float>(ends[i] - starts[i])
        words_of[i] = max(counts[N_SPACE, i] + 1, counts[N_UNSPACED, i] // 2)
        solid_of[i] = max(<double>size_of[i] - counts[N_SPACE, i], 1.0)
        linked_of[i] = <double><float><long long>linked_letters[i] / solid_of[i]
        context_of[i] = contexts[i]
        first_of[i], last_of[i] = 0, 0
        if starts[i] < ends[i]:  # as in every block that a segmenter makes
            first_of[i], last_of[i] = kinds[starts[i]], kinds[ends[i] - 1]
        heading_of[i] = context_of[i] & headings != 0
        stops_of[i] = last_of[i] & (STOP | QUOTE) != 0
        running_of[i] = 0
        if words_of[i] >= 10 and linked_of[i] < 0.4 and context_of[i] & off_text == 0:
            if words_of[i] > 25 or last_of[i] & (STOP | QUOTE | COLON):
                running_of[i] = <float>words_of[i]
    return size, words, solid, linked, context, first, last, heading, stops, running


cdef double total_of(const float[::1] running) noexcept nogil:
    cdef double sum_ = 0
    cdef Py_ssize_t i
    for i in range(running.shape[0]):
        sum_ += running[i]
    return sum_


cdef inline Py_ssize_t above(list parent, Py_ssize_t node):
    """The parent of an element; the root's own is the root."""
    cdef Py_ssize_t up
    if node <= 0:
        return 0
    up = parent[node]
    return max(up, 0)


cdef class Under:
    """Sums of the blocks' weights under each element: elements stand in document order."""

    cdef object keep
    cdef double* sums
    cdef list ends
    cdef Py_ssize_t count

    def __cinit__(self, page):
        self.count = max(1, len(page.parent))
        self.ends = page.node_end or [1]
        self.keep = np.zeros(self.count + 1, np.float64)
        cdef double[::1] sums = self.keep
        self.sums = &sums[0]

    cdef inline void add(self, Py_ssize_t node, double weight) noexcept:
        self.sums[node + 1] += weight

    cdef void close(self) noexcept:
        cdef Py_ssize_t i
        for i in range(self.count):
            self.sums[i + 1] += self.sums[i]

    cdef inline double of(self, Py_ssize_t node) except -1:
        cdef Py_ssize_t end = self.ends[node]
        return self.sums[end] - self.sums[node]

    cdef Py_ssize_t middle(self, double half) noexcept:
        """The first element up to and with which lies more than half the weight."""
        cdef Py_ssize_t i = 0
        while i < self.count - 1 and self.sums[i + 1] <= half:
            i += 1
        return i


def tree(view, double most):
    """What `View` says of the elements: node, parents, best_container; most: more than 0.5 of the running text."""
    page = view.page
    cdef const float[::1] running = view.running
    cdef list nodes = page.node, parent = page.parent
    cdef Py_ssize_t n = len(nodes), i, best = 0, end
    cdef Under under = Under(page)
    node, parents, within = np.empty(n, np.intp), np.empty((3, n), np.intp), np.empty(n, np.bool_)
    cdef Py_ssize_t[::1] node_of = node
    cdef Py_ssize_t[:, ::1] up = parents
    cdef uint8_t[::1] within_of = within.view(np.uint8)
    cdef double total = total_of(running)
    for i in range(n):
        end = nodes[i]
        node_of[i] = max(end, 0)
        under.add(node_of[i], running[i])
        up[0, i] = above(parent, node_of[i])
        up[1, i] = above(parent, up[0, i])
        up[2, i] = above(parent, up[1, i])
    if total > 0:
        under.close()
        best = under.middle(total / 2)  # stands in every element that holds more than half
        while best > 0 and under.of(best) < most * max(total, 1.0):
            best = above(parent, best)
    end = under.ends[best]
    for i in range(n):
        within_of[i] = best <= node_of[i] < end
    return node, parents, (best, within)


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


def place(view, Py_ssize_t head, const double[::1] part, const double[::1] run, const double[::1] after):
    """The columns of `place`; head: the headline's block, or -1."""
    cdef Py_ssize_t n = len(view), i
    cdef Py_ssize_t width = part.shape[0] + run.shape[0] + after.shape[0] + 3
    out = np.zeros((n, width + 4), dtype=np.uint8)
    cdef uint8_t[:, ::1] rows = out
    cdef uint8_t* to
    for i in range(n):
        to = put_bin(<double>i / n, part, &rows[i, 0])
        to = put_bin(n - i, run, to)
        to = put_bin(i - head if head >= 0 else NOWHERE, after, to)
        to[0] = i == 0
        to[1] = i == head
        to[2] = head < 0
        to[3] = n < SMALL_PAGE
    return out


def headline(view, title, long long h1):
    """The block of the likeliest headline, or -1."""
    cdef const uint8_t[:] equal = title
    cdef const uint8_t[::1] heading = view.heading.view(np.uint8)
    cdef const int64_t[::1] context = view.context
    cdef Py_ssize_t n = context.shape[0], i, titled = -1, first = -1
    for i in range(n):
        if equal[i] and heading[i]:
            return i
        if titled < 0 and equal[i]:
            titled = i
        if first < 0 and context[i] & h1:
            first = i
    return first if first >= 0 else titled


def flow(view, const double[::1] part, const double[::1] near, const double[::1] short_run):
    """The columns of `flow`."""
    cdef const float[::1] running = view.running
    cdef const int[::1] words = view.words
    cdef Py_ssize_t n = running.shape[0], i, j, last = -FAR, end = 0, following = 0
    cdef Py_ssize_t width = 2 * part.shape[0] + 2 * near.shape[0] + short_run.shape[0] + 5
    cdef float total = <float>max(total_of(running), 1.0), sum_ = 0, before, one = 1
    out = np.zeros((n, width), dtype=np.uint8)
    cdef uint8_t[:, ::1] rows = out
    cdef uint8_t* to
    for i in range(n):
        sum_ += running[i]
        before = (sum_ - running[i]) / total
        to = put_bin(before, part, &rows[i, 0])
        to = put_bin((one - before) - running[i] / total, part, to)
        to = put_bin(min(i - last, FAR), near, to)
        if running[i] > 0:
            last = i
        if following <= i:
            following = i + 1
            while following < n and running[following] <= 0:
                following += 1
        to = put_bin(min(following - i, FAR) if following < n else FAR, near, to)
        if end <= i:  # of the run of short lines
            end = i
            while end < n and words[end] < SHORT and running[end] == 0:
                end += 1
            for j in range(i, end):
                put_bin(end - i, short_run, &rows[j, to - &rows[i, 0]])
            if end == i:
                put_bin(0, short_run, to)
    return out


cdef inline void put_form(long long context, uint16_t last, bint heading, bint stops, long long item,
                          uint8_t* to) noexcept nogil:
    to[0] = heading
    to[1] = context & item != 0
    to[2] = stops
    to[3] = last & COLON != 0


def neighbours(view, const double[::1] word_edges, const double[::1] link_edges, long long item, int extras):
    """The columns of `neighbours`."""
    cdef const int[::1] words = view.words
    cdef const double[::1] linked = view.linked
    cdef const int64_t[::1] context = view.context
    cdef const uint16_t[::1] last = view.last
    cdef const uint8_t[::1] heading = view.heading.view(np.uint8), stops = view.stops.view(np.uint8)
    cdef Py_ssize_t n = words.shape[0], i, width = word_edges.shape[0] + link_edges.shape[0] + 6
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


def siblings(view, const double[::1] run, const double[::1] words_edges, const double[::1] link_edges,
             const double[::1] share, const double[::1] texts):
    """The columns of `siblings`."""
    cdef const Py_ssize_t[::1] make = view.alike
    cdef const float[::1] running = view.running, size = view.size
    cdef const int[::1] words = view.words
    cdef const double[::1] linked = view.linked
    cdef Py_ssize_t n = make.shape[0], i, j, k, end = 0, runners = 0, all_words = 0
    cdef Py_ssize_t per_make = run.shape[0] + words_edges.shape[0] + link_edges.shape[0] + share.shape[0] + 4
    cdef Py_ssize_t fixed = per_make + run.shape[0] + 1
    sums = np.zeros((n + 1, 5), np.float64)  # of each make: blocks, words, linked letters, letters, running words
    forms = np.zeros((n + 1, per_make), np.uint8)
    out = np.zeros((n, fixed + texts.shape[0] + share.shape[0] + 2), np.uint8)
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


cdef inline double window(const double[::1] sums, Py_ssize_t at, Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    """Sum over the blocks around one, without itself; `sums` from the first block up to each."""
    cdef Py_ssize_t n = sums.shape[0] - 1
    return sums[min(at + after + 1, n)] - sums[max(at - before, 0)] - (sums[at + 1] - sums[at])


def containers(view, const double[::1] share, const double[::1] mass):
    """The columns of `containers`."""
    cdef const float[::1] running = view.running
    cdef const int[::1] words = view.words
    cdef const Py_ssize_t[::1] node = view.node
    cdef const Py_ssize_t[:, ::1] up = view.parents
    cdef Under running_under = Under(view.page), words_under = Under(view.page)
    best_at, within_best = view.best_container
    cdef Py_ssize_t best = best_at, n = running.shape[0], i, level
    cdef const uint8_t[::1] within = within_best.view(np.uint8)
    cdef double total = max(total_of(running), 1.0)
    sums = np.zeros(n + 1, np.float64)
    cdef double[::1] sum_to = sums
    out = np.zeros((n, 5 * (share.shape[0] + 1) + 3 + 4 * (mass.shape[0] + 1)), np.uint8)
    cdef uint8_t[:, ::1] rows = out
    cdef uint8_t* to
    for i in range(n):
        sum_to[i + 1] = sum_to[i] + running[i]
        running_under.add(node[i], running[i])
        words_under.add(node[i], words[i])
    running_under.close()
    words_under.close()
    for i in range(n):
        to = &rows[i, 0]
        for level in range(3):
            to = put_bin(running_under.of(up[level, i]) / total, share, to)
        for level in range(2):
            to = put_bin(running_under.of(up[level, i]) / max(words_under.of(up[level, i]), 1.0), share, to)
        to[0] = within[i]
        to[1] = up[0, i] == best
        to[2] = up[1, i] == best
        to = put_bin(window(sum_to, i, 2, 2), mass, to + 3)
        to = put_bin(window(sum_to, i, 5, 5), mass, to)
        to = put_bin(window(sum_to, i, 0, 6), mass, to)
        put_bin(window(sum_to, i, 6, 0), mass, to)
    return out
