# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Bits of tags and hints as columns; compiled twins of the passes of `markup`, which tests compare."""

import numpy as np

from libc.stdint cimport uint8_t, uint64_t
from libc.string cimport memcpy

cdef uint8_t SPREAD[256][8]  # the bits of a byte, lowest first
for _byte in range(256):
    for _bit in range(8):
        SPREAD[_byte][_bit] = _byte >> _bit & 1


cdef inline void spread(uint64_t bits, Py_ssize_t count, uint8_t* to) noexcept nogil:
    """One column for each of the lowest `count` bits, which are zero yet."""
    cdef Py_ssize_t done = 0
    while bits and done < count:
        memcpy(to + done, SPREAD[bits & 0xFF], min(8, count - done))
        bits >>= 8
        done += 8


def markup(page, dict column, Py_ssize_t tags, Py_ssize_t around):
    """The columns of `markup`.

    Args:
        page: The page.
        column: Place of each tag that has a column.
        tags: How many there are.
        around: How many bits there are for tags around and inside.
    """
    cdef list tag = page.tag, hidden = page.hidden
    cdef const uint64_t[::1] context = np.asarray(page.context, np.uint64), inline = np.asarray(page.inline, np.uint64)
    cdef dict cells = page.cells, items = page.items
    cdef Py_ssize_t n = len(page.texts), rest = tags + 2 * around, i
    out = np.zeros((n, rest + 3), dtype=np.uint8)
    cdef uint8_t[:, ::1] rows = out
    for i in range(n):
        at = column.get(tag[i])
        if at is not None:
            rows[i, <Py_ssize_t>at] = 1
        spread(context[i], around, &rows[i, tags])
        spread(inline[i], around, &rows[i, tags + around])
        rows[i, rest] = <bint>hidden[i]
    for i, cell in cells.items():
        if 0 <= i < n:
            rows[i, rest + 1] = <bint>cell.header
    for i, item in items.items():
        if 0 <= i < n:
            rows[i, rest + 2] = <long long>item.depth > 1
    return out


def class_names(page, Py_ssize_t count):
    """The columns of `class_names`; count: how many hints there are."""
    cdef const uint64_t[::1] own = np.asarray(page.hints_own, np.uint64)
    cdef const uint64_t[::1] near = np.asarray(page.hints_near, np.uint64)
    cdef const uint64_t[::1] far = np.asarray(page.hints_far, np.uint64)
    cdef Py_ssize_t n = len(own), i
    cdef uint64_t first, second, third
    out = np.zeros((n, 3 * count), dtype=np.uint8)
    cdef uint8_t[:, ::1] rows = out
    for i in range(n):
        first, second, third = own[i], near[i], far[i]
        spread(first, count, &rows[i, 0])
        spread(second, count, &rows[i, count])
        spread(third & ~(first | second), count, &rows[i, 2 * count])
    return out
