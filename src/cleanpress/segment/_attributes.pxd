"""Names and values of an element's attributes by turns, then NULL; a value may be NULL."""

from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport strcmp, strlen

from cleanpress.segment._block cimport Bytes


cdef inline str decoded(Bytes text):
    return PyUnicode_DecodeUTF8(<const char*>text, strlen(<const char*>text), "replace")


cdef inline Bytes value_of(Bytes* attributes, const char* name) noexcept:
    """The value of an attribute, NULL if there is none or it has no value."""
    if attributes is NULL:
        return NULL
    while attributes[0] is not NULL:
        if strcmp(<const char*>attributes[0], name) == 0:
            return attributes[1] if attributes[1] is not NULL else <Bytes>b""
        attributes += 2
    return NULL


cdef inline str text_or_none(Bytes value):
    return None if value is NULL else decoded(value)


cdef inline Bytes filled(Bytes* attributes, tuple names) noexcept:
    """The first value of these attributes that is not empty, or NULL."""
    cdef Bytes value
    for name in names:
        value = value_of(attributes, <bytes>name)
        if value is not NULL and value[0]:
            return value
    return NULL


cdef inline bint hides(Bytes style) noexcept:
    """Whether a style hides its element; no letter of what does so comes twice at its start, so one look is enough."""
    cdef const char* display = b"display:none"
    cdef const char* visibility = b"visibility:hidden"
    cdef int shown = 0, seen = 0
    cdef unsigned char c
    while style[0]:
        c = style[0]
        style += 1
        if c == 32:
            continue
        if 65 <= c <= 90:
            c += 32
        shown = shown + 1 if c == <unsigned char>display[shown] else c == c'd'
        seen = seen + 1 if c == <unsigned char>visibility[seen] else c == c'v'
        if not display[shown] or not visibility[seen]:
            return True
    return False
