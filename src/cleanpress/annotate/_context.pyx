# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Compiled twins of the passes over a block's surroundings (tests compare them with the array forms)."""

import numpy as np

from libc.stdlib cimport calloc, free
from libc.string cimport memset

cdef enum:
    MOST = 64  # columns of a set of groups
    FAR = 99  # distance where there is none


cdef void any_of(const unsigned char* flags, Py_ssize_t size, const Py_ssize_t* group, unsigned char* out) noexcept nogil:
    """Set the groups of the flags that are set."""
    cdef Py_ssize_t j
    for j in range(size):
        if flags[j] and group[j] >= 0:
            out[group[j]] = 1


cdef void sums_around(const unsigned char* found, Py_ssize_t n, int k, int reach, int* sums, Py_ssize_t i) noexcept nogil:
    """How many of the blocks around a block, without itself, have each mark: what it was for the one before, moved on."""
    cdef int j
    cdef Py_ssize_t at
    if i == 0:
        memset(sums, 0, k * sizeof(int))
        for at in range(1, min(reach + 1, n)):
            for j in range(k):
                sums[j] += found[at * k + j]
        return
    for j in range(k):
        sums[j] += found[(i - 1) * k + j] - found[i * k + j]
        if i + reach < n:
            sums[j] += found[(i + reach) * k + j]
        if i - 1 - reach >= 0:
            sums[j] -= found[(i - 1 - reach) * k + j]


cdef struct Groups:  # of cues, as `clusters` gets them
    int groups
    int labels
    int prompts
    int signups
    int closes


cdef struct Reaches:
    int longest
    int label_words
    int offer_words
    int reach
    int near
    int card


cdef struct Around:  # what is known when a block is come to
    int beside[MOST]
    int wide[MOST]
    Py_ssize_t last[MOST]  # of each label
    bint past  # whether an offer lies behind


cdef void mark(const unsigned char* cues, Py_ssize_t size, const Py_ssize_t* of_group, const Py_ssize_t* of_label,
               int words, bint heading, Groups to, Reaches most, unsigned char* found, unsigned char* marks) noexcept nogil:
    """The groups and labels of a block's cues; the last mark is that of a heading which is no label."""
    cdef int j
    if words <= most.longest:
        any_of(cues, size, of_group, found)
    if words <= most.label_words:
        any_of(cues, size, of_label, marks)
    if heading:
        marks[to.labels] = 1
        for j in range(to.labels):
            if marks[j]:
                marks[to.labels] = 0


cdef void put_around(const Around* around, int groups, unsigned char* row) noexcept nogil:
    cdef int j
    for j in range(groups):
        row[j] = around.beside[j] > 0
        row[groups + j] = around.wide[j] > 0
        row[2 * groups + j] = around.wide[j] > 2


cdef void put_under(Around* around, const unsigned char* marks, Py_ssize_t i, int labels, Reaches most,
                    unsigned char* row) noexcept nogil:
    """Which label or heading was the last before a block; its own are noted after."""
    cdef Py_ssize_t newest = -1
    cdef int j
    for j in range(labels + 1):
        newest = max(newest, around.last[j])
    for j in range(labels + 1):
        if newest >= 0 and around.last[j] == newest:
            row[j if j < labels else 2 * labels] = i - newest <= most.reach
            row[labels + j if j < labels else 2 * labels + 1] = i - newest <= most.near
        if marks[j]:
            around.last[j] = i


cdef void put_offer(Around* around, const unsigned char* found, const unsigned char* cues, Py_ssize_t size, int words,
                    bint read, Groups to, Reaches most, unsigned char* row) noexcept nogil:
    """Lines inside an offer, and what stands after the one at the end; row[0] is set: whether a card ends here."""
    cdef bint near = around.wide[to.prompts] > 0, prompt = found[to.prompts] != 0, lone = True
    cdef Py_ssize_t j
    for j in range(size):
        if cues[j]:
            lone = False
            break
    around.past = around.past or (prompt and read)
    row[1] = near and lone and words < most.offer_words
    row[2] = near and found[to.signups] and not prompt
    row[3] = around.past and not prompt
    row[4] = row[3] and row[0]


def clusters(
    const unsigned char[:, :] cues,
    const Py_ssize_t[::1] of_group,
    const Py_ssize_t[::1] of_label,
    const int[::1] words,
    const unsigned char[::1] heading,
    const unsigned char[::1] read,
    tuple places,
    tuple reaches,
    Py_ssize_t columns,
):
    """The columns of `clusters.NAMES`.

    Args:
        cues: Which were found in each block.
        of_group, of_label: Place of each cue's group and label, or -1.
        words, heading: Of each block.
        read: Whether most of the running text lies before or in it.
        places: As in `Groups`: how many groups and labels; the groups of prompts and of sign-ups; the cue that closes a
            card.
        reaches: As in `Reaches`: most words of a block, of a label, and one more than of an offer; blocks that a label
            heads, that it is near to, and of a card.
        columns: How many there are.
    """
    cdef Groups to
    cdef Reaches most
    to.groups, to.labels, to.prompts, to.signups, to.closes = places
    most.longest, most.label_words, most.offer_words, most.reach, most.near, most.card = reaches
    out = np.zeros((cues.shape[0], columns), dtype=np.uint8)
    cdef unsigned char[:, ::1] rows = out
    if max(to.groups, to.labels + 1) > MOST or cues.strides[1] != 1:
        raise ValueError("too many groups, or columns apart from each other")
    if cues.shape[0]:
        put_clusters(cues, &of_group[0], &of_label[0], &words[0], &heading[0], &read[0], to, most, rows)
    return out


cdef int put_clusters(const unsigned char[:, :] cues, const Py_ssize_t* of_group, const Py_ssize_t* of_label,
                      const int* words, const unsigned char* heading, const unsigned char* read, Groups to, Reaches most,
                      unsigned char[:, ::1] rows) except -1:
    cdef Py_ssize_t n = cues.shape[0], size = cues.shape[1], i, closing = n + FAR
    cdef unsigned char[:, ::1] found = np.zeros((n, to.groups), dtype=np.uint8)
    cdef unsigned char[:, ::1] marks = np.zeros((n, to.labels + 1), dtype=np.uint8)
    cdef Around around
    cdef int j, over = 3 * to.groups + 2 * to.labels + 2
    for i in range(n - 1, -1, -1):  # backwards, for what comes after
        mark(&cues[i, 0], size, of_group, of_label, words[i], heading[i], to, most, &found[i, 0], &marks[i, 0])
        rows[i, over] = closing - i <= most.card
        if words[i] <= most.label_words and cues[i, to.closes]:
            closing = i
    around.past = False
    for j in range(to.labels + 1):
        around.last[j] = -1
    for i in range(n):
        sums_around(&found[0, 0], n, to.groups, 1, around.beside, i)
        sums_around(&found[0, 0], n, to.groups, 5, around.wide, i)
        put_around(&around, to.groups, &rows[i, 0])
        put_under(&around, &marks[i, 0], i, to.labels, most, &rows[i, 3 * to.groups])
        put_offer(&around, &found[i, 0], &cues[i, 0], size, words[i], read[i], to, most, &rows[i, over])
    return 0


cdef inline void bin_(float value, const double[::1] edges, float* out) noexcept nogil:
    cdef Py_ssize_t j = 0
    while j < edges.shape[0] and value >= edges[j]:
        j += 1
    out[j] = 1


cdef int mean_of_like(const float* shares, Py_ssize_t n, int k, const Py_ssize_t* key, float* out, Py_ssize_t step) except -1:
    """Mean of the rows that have the same key, for each row."""
    cdef Py_ssize_t i, most = 0
    cdef int j, number, count = 0
    for i in range(n):
        most = max(most, key[i])
    cdef int* numbers = <int*>calloc(most + 1, sizeof(int))
    cdef float* sums = <float*>calloc(n * k, sizeof(float))
    cdef int* sizes = <int*>calloc(n, sizeof(int))
    if not numbers or not sums or not sizes:
        free(numbers)
        free(sums)
        free(sizes)
        raise MemoryError
    for i in range(n):
        if not numbers[key[i]]:
            count += 1
            numbers[key[i]] = count
        number = numbers[key[i]] - 1
        sizes[number] += 1
        for j in range(k):
            sums[number * k + j] += shares[i * k + j]
    for i in range(n):
        number = numbers[key[i]] - 1
        for j in range(k):
            out[i * step + j] = sums[number * k + j] / <float>sizes[number]
    free(numbers)
    free(sums)
    free(sizes)
    return 0


def draft_around(
    const float[:, ::1] draft,
    const Py_ssize_t[::1] group,
    int k,
    const Py_ssize_t[::1] alike,
    Py_ssize_t columns,
):
    """The columns of `draft.NAMES` that are shares: those of `draft.GROUPS` around each block; the others are 0.

    Args:
        draft: Shares of the roles.
        group: Place of each role's group, or -1.
        k: How many groups.
        alike: As on the view.
        columns: How many there are.
    """
    cdef Py_ssize_t n = draft.shape[0], i, by, low, high
    cdef int j, step
    out = np.zeros((n, columns), dtype=np.float32)
    if n == 0:
        return out
    cdef float[:, ::1] to = out
    cdef float[:, ::1] shares = np.zeros((n, k), dtype=np.float32)
    cdef float[:, ::1] sums = np.zeros((n + 1, k), dtype=np.float32)
    for i in range(n):
        for j in range(<int>draft.shape[1]):
            if group[j] >= 0:
                shares[i, group[j]] += draft[i, j]
        for j in range(k):
            sums[i + 1, j] = sums[i, j] + shares[i, j]
    for i in range(n):
        for step in range(4):
            by = i + (-1 if step == 0 else 1 if step == 1 else -2 if step == 2 else 2)
            if 0 <= by < n:
                for j in range(k):
                    to[i, step * k + j] = shares[by, j]
        low, high = max(i - 5, 0), min(i + 6, n)
        for j in range(k):
            to[i, 4 * k + j] = <float>(<double>(sums[high, j] - sums[low, j] - shares[i, j]) / <double>(high - low))
    mean_of_like(&shares[0, 0], n, k, &alike[0], &to[0, 5 * k], columns)
    return out


def text_flow(
    const float[::1] paragraphs,
    const float[::1] before,
    const float[::1] after,
    const float[:, ::1] draft,
    tuple ending,
    tuple shares,
    const double[::1] part,
    const double[::1] near,
    float[:, ::1] out,
    Py_ssize_t first,
):
    """Set the last columns of `draft.NAMES`.

    Args:
        paragraphs, before, after: Share of each block, of the running text before and after it.
        draft: Shares of the roles.
        ending: The roles that may end the article, two of them.
        shares: From which they do, and of the running text that lies before.
        part, near: Borders of the columns of shares and of distances.
        out: The columns of all blocks.
        first: The first to set.
    """
    cdef Py_ssize_t n = paragraphs.shape[0], i, mark = -FAR
    cdef int prompt, label
    cdef float likely, mostly
    cdef bint past_prompt = False, past_label = False
    cdef Py_ssize_t p = part.shape[0] + 1, d = near.shape[0] + 1
    cdef float* row
    prompt, label = ending
    likely, mostly = shares
    for i in range(n):
        row = &out[i, first]
        bin_(before[i], part, row)
        bin_(after[i], part, row + p)
        past_prompt = past_prompt or (before[i] > mostly and draft[i, prompt] > likely)
        past_label = past_label or (before[i] > mostly and draft[i, label] > likely)
        row[2 * p], row[2 * p + 1] = past_prompt, past_label
        bin_(min(i - mark, FAR), near, row + 2 * p + 2)
        if paragraphs[i] > 0.5:
            mark = i
    mark = n + FAR
    for i in range(n - 1, -1, -1):
        bin_(min(mark - i, FAR), near, &out[i, first + 2 * p + 2 + d])
        if paragraphs[i] > 0.5:
            mark = i
