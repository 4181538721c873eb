# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Compiled twins of the steps of `verdict.softmax`, row by row (tests compare them): numpy is slow at short rows."""

import numpy as np


def below_best(const float[:, :] points, float unit):
    """Points in units, less the best of their row."""
    cdef Py_ssize_t n = points.shape[0], k = points.shape[1], i, j
    out = np.empty((n, k), dtype=np.float32)
    cdef float[:, ::1] to = out
    cdef float best
    for i in range(n):
        best = points[i, 0] / unit if k else 0
        for j in range(k):
            to[i, j] = points[i, j] / unit
            best = max(best, to[i, j])
        for j in range(k):
            to[i, j] -= best
    return out


cdef inline float sum_of(const float* row, Py_ssize_t k) noexcept nogil:
    """The sum in numpy's order, so that it is the same to the last digit."""
    cdef float part[8]
    cdef float out = 0
    cdef Py_ssize_t j, i
    if k < 8:
        for j in range(k):
            out += row[j]
        return out
    for i in range(8):
        part[i] = row[i]
    j = 8
    while j < k - k % 8:
        for i in range(8):
            part[i] += row[j + i]
        j += 8
    out = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]))
    while j < k:
        out += row[j]
        j += 1
    return out


def to_one(float[:, ::1] shares):
    """Make each row sum to 1, in place; at most 128 columns."""
    cdef Py_ssize_t n = shares.shape[0], k = shares.shape[1], i, j
    cdef float sum_
    if not n or not k:
        return
    for i in range(n):
        sum_ = sum_of(&shares[i, 0], k)
        for j in range(k):
            shares[i, j] /= sum_


def best(const float[:, ::1] shares):
    """The column of the greatest value of each row, the first if there are several."""
    cdef Py_ssize_t n = shares.shape[0], k = shares.shape[1], i, j, at
    out = np.empty(n, dtype=np.intp)
    cdef Py_ssize_t[::1] to = out
    for i in range(n):
        at = 0
        for j in range(1, k):
            if shares[i, j] > shares[i, at]:
                at = j
        to[i] = at
    return out
