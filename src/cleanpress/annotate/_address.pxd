from cleanpress.segment._block cimport Bytes
from libc.stdint cimport uint64_t

cdef enum:
    MOST = 64  # hints and forms


cdef struct Entry:
    Bytes word
    Py_ssize_t size
    uint64_t host, path


cdef struct Text:  # a stretch of an address
    Bytes p
    Bytes end


cdef struct Home:
    Text site, path, host


cdef class Reader:
    cdef Entry* entries
    cdef size_t mask
    cdef list held  # what the entries point into
    cdef Py_ssize_t count
    cdef uint64_t none, anchor, scheme, unaddressed, outside, number, dated, query, own, above, beside, sister
    cdef uint64_t depth[4]
    cdef uint64_t slug[6]
    cdef Entry* slot(self, Text word) noexcept nogil
    cdef uint64_t words(self, Text step) noexcept nogil
    cdef uint64_t split(self, Text t, bint host) noexcept nogil
    cdef uint64_t page(self, Text t, Home home) noexcept nogil
    cdef uint64_t near(self, Text path, Text own) noexcept nogil
    cdef uint64_t bits(self, Text t, Home home) noexcept nogil
    cdef uint64_t read(self, str href, Home home) except? 0


cdef Home home_of(home)
