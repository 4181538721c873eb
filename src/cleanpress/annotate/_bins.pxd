# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""One-hot columns, and what else the compiled passes share."""

from libc.stdint cimport uint8_t


cdef struct Edges:
    const double* at
    Py_ssize_t count


cdef inline Edges edges_of(const double[::1] edges):
    cdef Edges out
    out.at, out.count = &edges[0], edges.shape[0]
    return out


cdef inline uint8_t* put_bin(double value, Edges edges, uint8_t* to) noexcept nogil:
    """One-hot columns from `to` on; where the next ones begin."""
    cdef Py_ssize_t j, over = 0
    for j in range(edges.count):  # all of them: to stop at the first costs more, as nothing foretells which it is
        over += value >= edges.at[j]
    to[over] = 1
    return to + edges.count + 1


cdef inline double total_of(const float[::1] running) noexcept nogil:
    cdef inline double sum_ = 0
    cdef Py_ssize_t i
    for i in range(running.shape[0]):
        sum_ += running[i]
    return sum_
