# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Small compiled twins that several passes use. Each has its Python form beside its caller; tests compare the two."""

import numpy as np

from libc.stdint cimport uint16_t, uint32_t

cdef extern from "Python.h":
    uint32_t Py_UNICODE_TOLOWER(uint32_t letter) nogil


def bins(const double[::1] values, const double[::1] edges):
    """One-hot columns: below edges[0], from edges[0] to edges[1], ..., from edges[-1] on."""
    cdef Py_ssize_t n = values.shape[0], m = edges.shape[0]
    cdef Py_ssize_t i, j
    out = np.zeros((n, m + 1), dtype=np.uint8)
    cdef unsigned char[:, ::1] to = out
    with nogil:
        for i in range(n):
            j = 0
            while j < m and values[i] >= edges[j]:
                j += 1
            to[i, j] = 1
    return out


def count_mask(const unsigned char[::1] mask, const Py_ssize_t[::1] starts, const Py_ssize_t[::1] ends):
    """How many letters of each block a mask holds."""
    cdef Py_ssize_t n = starts.shape[0]
    cdef Py_ssize_t i, at
    cdef int sum_
    out = np.zeros(n, dtype=np.int32)
    cdef int[::1] to = out
    with nogil:
        for i in range(n):
            sum_ = 0
            for at in range(starts[i], ends[i]):
                sum_ += mask[at]
            to[i] = sum_
    return out


cdef enum:  # classes of letters, as in `letters.Kind`
    UPPER = 2
    LOWER = 4
    DIGIT = 8
    LETTER = 16
    PLANE = 65536  # letters of the basic plane


def plane():
    """For each letter of the basic plane whether it is one, a capital, a small one or a digit; and its small form."""
    classes, small = np.zeros(PLANE, dtype=np.uint16), np.zeros(PLANE, dtype=np.uint16)
    cdef uint16_t[::1] to = classes, lower = small
    cdef Py_UCS4 c
    cdef int code
    for code in range(PLANE):
        c = <Py_UCS4>code
        if c.isalpha():
            to[code] = LETTER | (UPPER if c.isupper() else LOWER if c.islower() else 0)
        elif c.isdigit():
            to[code] = DIGIT
        lower[code] = <uint16_t>Py_UNICODE_TOLOWER(c)
    return classes, small
