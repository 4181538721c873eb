# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Whether bytes are what nearly all pages are: UTF-8 with nothing odd in it, which needs no second look."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from libc.stdint cimport uint64_t
from libc.string cimport memchr, memcpy

ctypedef const unsigned char* Bytes

cdef enum:
    ESCAPE = 27  # begins the escapes of ISO-2022-JP


cdef inline int follow(Bytes p, Bytes end) noexcept nogil:
    """Bytes of the letter beyond ASCII that begins here, 0 if none does (table 3-7 of the Unicode standard)."""
    cdef unsigned char c = p[0], low = 0x80, high = 0xBF
    cdef int more, i
    if 0xC2 <= c <= 0xDF:
        more = 1
    elif 0xE0 <= c <= 0xEF:
        more = 2
        low = 0xA0 if c == 0xE0 else 0x80
        high = 0x9F if c == 0xED else 0xBF
    elif 0xF0 <= c <= 0xF4:
        more = 3
        low = 0x90 if c == 0xF0 else 0x80
        high = 0x8F if c == 0xF4 else 0xBF
    else:
        return 0
    if end - p <= more or p[1] < low or p[1] > high:
        return 0
    for i in range(2, more + 1):
        if p[i] & 0xC0 != 0x80:
            return 0
    return more + 1


cdef bint is_utf8(Bytes p, Bytes end) noexcept nogil:
    cdef uint64_t eight
    cdef int step
    while p < end:
        if end - p >= 8:
            memcpy(&eight, p, 8)
            if not eight & <uint64_t>0x8080808080808080ULL:
                p += 8
                continue
        if p[0] < 0x80:
            p += 1
            continue
        step = follow(p, end)
        if not step:
            return False
        p += step
    return True


def is_plain(bytes data):
    """Whether bytes are UTF-8 without NUL and escapes, begin like a page ("<" after white space), and hold some text."""
    cdef Bytes p = <Bytes>PyBytes_AS_STRING(data)
    cdef Bytes end = p + PyBytes_GET_SIZE(data)
    cdef Bytes first = p
    while first < end and (first[0] == 32 or 9 <= first[0] <= 13):
        first += 1
    if first == end or first[0] != c"<":
        return False
    if memchr(p, 0, end - p) or memchr(p, ESCAPE, end - p):
        return False
    return is_utf8(first, end)
