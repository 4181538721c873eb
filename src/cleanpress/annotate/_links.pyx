# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The compiled twin of the columns of `links`, which tests compare."""

import numpy as np

from cleanpress.annotate._address cimport MOST, Home, Reader, home_of
from cleanpress.segment._block cimport Spot
from cleanpress.segment._block cimport Spots as CSpots
from cpython.bytes cimport PyBytes_GET_SIZE
from libc.stdint cimport uint64_t
from libc.string cimport memset

from cleanpress.segment._block import Spots  # noqa: F401  # `links` asks whether a page has them


def columns(Reader reader, page, stands):
    """The columns of `links`; stands: an `address.Home`."""
    cdef CSpots found = page.spots
    cdef const Spot* spots = found.spots()
    cdef Py_ssize_t total = PyBytes_GET_SIZE(found.raw) // <Py_ssize_t>sizeof(Spot), at = 0, i
    cdef list texts = page.texts
    cdef Py_ssize_t n = len(texts), block
    cdef Home home = home_of(stands)
    cdef int letters[MOST]
    cdef list mains = [None] * n
    cdef uint64_t bits
    cdef int longest, size, href
    out = np.zeros((n, reader.count + 3), dtype=np.float32)
    cdef float[:, ::1] rows = out
    while at < total:
        block, longest, href = spots[at].block, 0, -1
        memset(letters, 0, sizeof(letters))
        while at < total and spots[at].block == block:
            size = spots[at].end - spots[at].start
            if spots[at].kind == 0 and size > 0:
                bits = reader.none if spots[at].href < 0 else reader.read(found.hrefs[spots[at].href], home)
                i = 0
                while bits:
                    if bits & 15 == 0:  # most of them
                        bits >>= 4
                        i += 4
                        continue
                    if bits & 1:
                        letters[i] += size
                    bits >>= 1
                    i += 1
                if size > longest:
                    longest, href = size, spots[at].href
            at += 1
        if longest and block < n:
            set_row(&rows[block, 0], letters, reader.count, max(len(<str>texts[block]), 1))
            if href >= 0:
                mains[block] = found.hrefs[href]
    share(mains, rows, reader.count)
    return out


cdef void set_row(float* row, const int* letters, Py_ssize_t count, Py_ssize_t size) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(count):
        if letters[i]:
            row[i] = min(<float>letters[i] / <float>size, <float>1)


cdef int share(list mains, float[:, ::1] rows, Py_ssize_t column) except -1:
    """Which blocks have the same link as the one before, the one after, any other."""
    cdef dict seen = {}
    cdef Py_ssize_t i
    for i, main in enumerate(mains):
        if not main or main == "#":
            continue
        if i and mains[i - 1] == main:
            rows[i, column] = rows[i - 1, column + 1] = 1
        first = seen.setdefault(main, i)
        if first != i:
            rows[i, column + 2] = rows[<Py_ssize_t>first, column + 2] = 1
    return 0
