# cython: language_level=3, boundscheck=False, wraparound=False
"""The compiled twin of `phrases._matches` (tests compare the two)."""


cdef inline bint unspaced(Py_UCS4 c) noexcept:
    return 0x0E00 <= c <= 0x0EFF or 0x3040 <= c <= 0x30FF or 0x3400 <= c <= 0x9FFF


cdef inline bint joined(Py_UCS4 c) noexcept:
    if c < 128:
        return 48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122
    return c.isalnum() and not unspaced(c)


cdef bint bare(str page, Py_ssize_t start, Py_ssize_t end):
    """Whether no letter or digit stands in a short stretch."""
    cdef Py_ssize_t i
    if end - start >= 8:
        return False
    for i in range(start, end):
        if page[i].isalnum():
            return False
    return True


def matches(automaton, str page, const Py_ssize_t[::1] ends, const int[::1] words):
    """(block, cue, where, phrase) of each phrase that stands where it may."""
    cdef Py_ssize_t block = 0, first = 0, last = ends[0], start, end
    cdef int cue, most
    cdef str phrase, where
    cdef list out = []
    for stop, (phrase, entries) in automaton.iter(page):
        end = <Py_ssize_t>stop + 1
        while end > last:
            block += 1
            first, last = ends[block - 1] + 1, ends[block]
        start = end - len(phrase)
        for entry in <tuple>entries:
            cue, where, most, before, after = <tuple>entry
            if words[block] > most:
                continue
            if before and start > first and joined(page[start - 1]):
                continue
            if after and end < last and joined(page[end]):
                continue
            if where == "any":
                pass
            elif where == "start":
                if not bare(page, first, start):
                    continue
            elif where == "end":
                if not bare(page, end, last):
                    continue
            elif not (bare(page, first, start) and bare(page, end, last)):
                continue
            out.append((block, cue, where, phrase))
    return out
