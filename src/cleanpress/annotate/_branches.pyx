# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The compiled twins of `branches` (tests compare them)."""

import numpy as np

from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free, malloc


cdef double FAINT = 1e-60  # nothing that could come back, and no number that processors are slow at


cdef struct Element:
    int own  # blocks that stand in it
    int held  # blocks in it and below
    int parts  # children that hold any
    int branch  # the innermost branch that it is or stands in


def branches_of(parents, nodes):
    """(parent of each branch, innermost branch of each block)."""
    cdef const int64_t[::1] above = np.asarray(parents, np.int64), node = np.asarray(nodes, np.int64)
    cdef Py_ssize_t count = max(1, above.shape[0]), n = node.shape[0], i, branches = 1
    cdef Element* elements = <Element*>calloc(count, sizeof(Element))
    cdef Element* element
    cdef Element* up
    if not elements:
        raise MemoryError
    parent, of = np.empty(min(count, 2 * n + 1), np.intp), np.empty(n, np.intp)
    cdef Py_ssize_t[::1] parent_of = parent, branch_of = of
    parent_of[0] = -1
    for i in range(n):
        elements[max(node[i], 0)].own += 1
    for i in range(count):
        elements[i].held = elements[i].own
    for i in range(count - 1, 0, -1):
        if elements[i].held:
            up = &elements[max(above[i], 0)]
            up.held += elements[i].held
            up.parts += 1
    for i in range(1, count):
        element = &elements[i]
        element.branch = elements[max(above[i], 0)].branch
        if element.held > 1 and (element.own or element.parts > 1):
            parent_of[branches] = element.branch
            element.branch = <int>branches
            branches += 1
    for i in range(n):
        branch_of[i] = elements[max(node[i], 0)].branch
    free(elements)
    return parent[:branches], of


cdef inline void redraw(const double* shares, int k, double chance, double* out) noexcept nogil:
    """Shares of a role that is drawn anew by chance."""
    cdef double sum_ = 0, most
    cdef int j
    for j in range(k):
        sum_ += shares[j]
    most = (1 - chance) / sum_
    for j in range(k):
        out[j] = shares[j] * most + chance / k


cdef inline void times(double* product, const double* by, int k) noexcept nogil:
    """Multiply, and make the greatest 1, lest many of them come to nothing; as `branches._times`."""
    cdef double best = 0
    cdef int j
    for j in range(k):
        product[j] *= by[j]
        if product[j] > best:
            best = product[j]
    best = 1 / best
    for j in range(k):
        product[j] = product[j] * best if product[j] * best > FAINT else FAINT


cdef void pass_on(const Py_ssize_t* parent, Py_ssize_t branches, int k, double change, double* up, double* passed,
                  double* down, double* row) noexcept nogil:
    """Messages between branches: up, then down."""
    cdef Py_ssize_t i
    cdef const double* theirs
    cdef int j
    for i in range(branches - 1, 0, -1):
        redraw(up + i * k, k, change, passed + i * k)
        times(up + parent[i] * k, passed + i * k, k)
    for i in range(1, branches):
        theirs = down + parent[i] * k
        for j in range(k):
            row[j] = theirs[j] * (up[parent[i] * k + j] / passed[i * k + j])
        redraw(row, k, change, down + i * k)


def heard(
    const Py_ssize_t[::1] parent,
    const Py_ssize_t[::1] of,
    const float[:, ::1] shares,
    double change,
    double odd,
    double least,
):
    """As `branches.heard`; least: of a share."""
    cdef Py_ssize_t n = shares.shape[0], branches = parent.shape[0], i
    cdef int k = <int>shares.shape[1], j
    out = np.empty((n, k), dtype=np.float32)
    if not n or not k:
        return out
    cdef float[:, ::1] to = out
    cdef double* room = <double*>malloc((3 * branches + n + 1) * k * sizeof(double))
    if not room:
        raise MemoryError
    cdef double* up = room
    cdef double* down = up + branches * k
    cdef double* passed = down + branches * k
    cdef double* said = passed + branches * k
    cdef double* row = said + n * k
    cdef double sum_
    with nogil:
        for i in range(3 * branches * k):
            room[i] = 1
        for i in range(n):
            for j in range(k):
                row[j] = shares[i, j] if shares[i, j] > least else least
            redraw(row, k, odd, said + i * k)
            times(up + of[i] * k, said + i * k, k)
        pass_on(&parent[0], branches, k, change, up, passed, down, row)
        for i in range(n):
            sum_ = 0
            for j in range(k):
                row[j] = down[of[i] * k + j] * up[of[i] * k + j] / said[i * k + j]
                sum_ += row[j]
            for j in range(k):
                to[i, j] = <float>(row[j] / sum_)
    free(room)
    return out


def agreed(const float[:, ::1] shares, const float[:, ::1] told, double odd, const unsigned char[::1] mixed, double least):
    """As `branches.agreed`; least: of a share."""
    cdef Py_ssize_t n = shares.shape[0], i
    cdef int k = <int>shares.shape[1], j
    cdef double each = odd / k if k else 0, sum_, of_mixed, more_mixed
    out = np.empty((n, k), dtype=np.float32)
    cdef float[:, ::1] to = out
    cdef double seen
    for i in range(n):
        sum_ = of_mixed = more_mixed = 0
        for j in range(k):
            sum_ += told[i, j]
        sum_ = (1 - odd) / sum_
        for j in range(k):
            seen = shares[i, j] if shares[i, j] > least else least
            to[i, j] = <float>(seen * (told[i, j] * sum_ + each))
            if mixed[j]:
                of_mixed += seen
                more_mixed += to[i, j]
        more_mixed = more_mixed / of_mixed if of_mixed else 1
        sum_ = 0
        for j in range(k):
            if mixed[j]:
                to[i, j] = <float>((shares[i, j] if shares[i, j] > least else least) * more_mixed)
            sum_ += to[i, j]
        for j in range(k):
            to[i, j] = <float>(to[i, j] / sum_)
    return out
