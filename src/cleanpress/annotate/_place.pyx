# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The arrays of `View`, and where blocks stand; compiled twins of `View`, `place`, `flow` and `containers`."""

import numpy as np

from cleanpress.annotate._bins cimport Edges, edges_of, put_bin, total_of
from libc.stdint cimport int64_t, uint8_t, uint16_t

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


def measure(view, text, long long headings, long long off_text):
    """What `View` says of each block by itself.

    Returns:
        size, words, solid, linked, context, first, last, heading, stops, running.
    """
    page = view.page
    cdef const uint16_t[::1] kinds = text.kinds
    cdef const int64_t[::1] starts = text.starts, ends = text.ends
    cdef const int[:, ::1] counts = text.counts
    cdef const int64_t[::1] linked_letters = np.asarray(page.linked, np.int64)
    cdef const int64_t[::1] contexts = np.asarray(page.context, np.int64)
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


cdef inline Py_ssize_t above(const int64_t[::1] parent, Py_ssize_t node) noexcept:
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
    cdef const int64_t[::1] ends
    cdef Py_ssize_t count

    def __cinit__(self, page):
        self.count = max(1, len(page.parent))
        self.ends = np.asarray(page.node_end or [1], np.int64)
        self.keep = np.zeros(self.count + 1, np.float64)
        cdef double[::1] sums = self.keep
        self.sums = &sums[0]

    cdef inline void add(self, Py_ssize_t node, double weight) noexcept:
        self.sums[node + 1] += weight

    cdef void close(self) noexcept:
        cdef Py_ssize_t i
        for i in range(self.count):
            self.sums[i + 1] += self.sums[i]

    cdef inline double of(self, Py_ssize_t node) noexcept:
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
    cdef const int64_t[::1] nodes = np.asarray(page.node, np.int64), parent = np.asarray(page.parent, np.int64)
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


def place(view, Py_ssize_t head, const double[::1] part_, const double[::1] run_, const double[::1] after_):
    """The columns of `place`; head: the headline's block, or -1."""
    cdef Edges part = edges_of(part_), run = edges_of(run_), after = edges_of(after_)
    cdef Py_ssize_t n = len(view), i
    cdef Py_ssize_t width = part.count + run.count + after.count + 3
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


def flow(view, const double[::1] part_, const double[::1] near_, const double[::1] short_run_):
    """The columns of `flow`."""
    cdef Edges part = edges_of(part_), near = edges_of(near_), short_run = edges_of(short_run_)
    cdef const float[::1] running = view.running
    cdef const int[::1] words = view.words
    cdef Py_ssize_t n = running.shape[0], i, j, last = -FAR, end = 0, following = 0
    cdef Py_ssize_t width = 2 * part.count + 2 * near.count + short_run.count + 5
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


cdef inline double window(const double[::1] sums, Py_ssize_t at, Py_ssize_t before, Py_ssize_t after) noexcept nogil:
    """Sum over the blocks around one, without itself; `sums` from the first block up to each."""
    cdef Py_ssize_t n = sums.shape[0] - 1
    return sums[min(at + after + 1, n)] - sums[max(at - before, 0)] - (sums[at + 1] - sums[at])


def containers(view, const double[::1] share_, const double[::1] mass_):
    """The columns of `containers`."""
    cdef Edges share = edges_of(share_), mass = edges_of(mass_)
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
    out = np.zeros((n, 5 * (share.count + 1) + 3 + 4 * (mass.count + 1)), np.uint8)
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
