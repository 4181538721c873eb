# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The letters of a page and the form of its blocks; compiled twins of `Text`, `fold` and `shape`."""

import numpy as np

from cleanpress.annotate._bins cimport Edges, edges_of, put_bin
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

cdef extern from "Python.h":
    object PyUnicode_FromKindAndData(int kind, const void* buffer, Py_ssize_t size)
    uint32_t Py_UNICODE_TOLOWER(uint32_t letter) nogil

ctypedef fused Letter:
    uint8_t
    uint16_t
    uint32_t

cdef enum:  # classes of letters, as in `letters.Kind`
    SPACE = 1
    UPPER = 2
    LOWER = 4
    DIGIT = 8
    LETTER = 16
    STOP = 32
    COMMA = 64
    QUOTE = 128
    UNSPACED = 256
    COLON = 512
    ASKS = 1024
    CURRENCY = 2048
    SEPARATOR = 4096
    ARROW = 8192
    DASH = 16384
    BRACKET = 32768
    SMALL = 20  # LOWER and LETTER: what most letters are
    PLAIN = 1 << SPACE | 1 << LETTER | 1 << SMALL  # kinds of letters that `shape` passes over

cdef enum:  # the same as places
    N_SPACE = 0
    N_UPPER = 1
    N_LOWER = 2
    N_DIGIT = 3
    N_LETTER = 4
    N_COMMA = 6
    N_COLON = 9
    N_ASKS = 10
    N_SEPARATOR = 12
    KINDS = 16

cdef enum:
    LAST = 65535  # of the basic plane; stands for what is beyond
    SPEAKER = 40  # letters before the colon after a speaker's name

cdef enum:  # columns of `shape` after the bins
    ENDS_STOP
    ENDS_QUESTION
    ENDS_EXCLAIM
    ENDS_COLON
    ENDS_ELLIPSIS
    ENDS_QUOTE
    ENDS_COMMA
    ENDS_OPEN
    STARTS_LOWER
    STARTS_DIGIT
    STARTS_QUOTE
    STARTS_DASH
    HAS_QUESTION
    HAS_COLON
    NO_LETTERS
    ALL_CAPITALS
    ALL_STRONG
    BEGINS_STRONG
    NAMES_LIKE
    ONE_WORD
    SENTENCES_1
    SENTENCES_2
    SENTENCES_4
    HAS_COMMA
    COMMAS_3
    LINKS_1
    LINKS_2
    LINKS_4
    PRICE
    CLOCK
    YEAR
    DATE
    DIGITS
    MAIL
    ADDRESS
    HAS_SEPARATOR
    COPYRIGHT
    BRACKETS
    NUMBERED
    SAYS_SPEAKER
    HANDLE
    HAS_ARROW
    SLASH
    FLAGS


cdef struct Marks:  # what is told by letters that stand side by side
    int initials, sentences, joints
    bint price, clock, year_sign, year, mail, copyright, slash, hash, address, speaker


cdef enum:
    COMMON = 31  # SPACE to LETTER: classes of most letters
    FIELD = 10  # bits for the count of a class; five or six classes are counted in one number
    RUN = 1023  # letters until those bits are full

cdef uint64_t PACKED[64]
for _kind in range(64):
    PACKED[_kind] = 0
    for _bit in range(6):
        PACKED[_kind] |= <uint64_t>(_kind >> _bit & 1) << (FIELD * _bit)


cdef void sort_letters(const Letter* s, const uint16_t* table, uint16_t* kinds, Py_ssize_t start, Py_ssize_t end,
                       int* sums) noexcept nogil:
    """The class of each letter of a block, and how many there are of each."""
    cdef Py_ssize_t at = start, stop
    cdef uint64_t common, middle, high
    cdef uint16_t kind
    cdef int bit
    memset(sums, 0, KINDS * sizeof(int))
    while at < end:
        stop = min(at + RUN, end)
        common, middle, high = 0, 0, 0
        for at in range(at, stop):
            if Letter is uint32_t:
                kind = table[s[at] if s[at] < LAST else LAST]
            else:
                kind = table[s[at]]
            kinds[at] = kind
            common += PACKED[kind & COMMON]
            if kind > COMMON:
                middle += PACKED[kind >> 5 & COMMON]
                high += PACKED[kind >> 10]
        at = stop
        for bit in range(5):
            sums[bit] += <int>(common >> (FIELD * bit) & RUN)
            sums[5 + bit] += <int>(middle >> (FIELD * bit) & RUN)
        for bit in range(6):
            sums[10 + bit] += <int>(high >> (FIELD * bit) & RUN)


def letters(list texts, str joined, const uint16_t[::1] table):
    """Classes of each letter, starts and ends of each block, and its letters of each class: (16, blocks)."""
    cdef Py_ssize_t n = len(texts), size = len(joined), i, at = 0, end
    cdef int bit, width = PyUnicode_KIND(joined)
    cdef int sums[KINDS]
    kinds = np.empty(size, dtype=np.uint16)
    starts, ends = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    counts = np.empty((KINDS, n), dtype=np.int32)
    cdef uint16_t[::1] kind_of = kinds
    cdef int64_t[::1] start_of = starts, end_of = ends
    cdef int[:, ::1] to = counts
    cdef const void* data = PyUnicode_DATA(joined)
    cdef uint16_t* into = &kind_of[0] if size else NULL
    for i in range(n):
        end = at + len(<str>texts[i])
        if width == 1:
            sort_letters(<const uint8_t*>data, &table[0], into, at, end, sums)
        elif width == 2:
            sort_letters(<const uint16_t*>data, &table[0], into, at, end, sums)
        else:
            sort_letters(<const uint32_t*>data, &table[0], into, at, end, sums)
        for bit in range(KINDS):
            to[bit, i] = sums[bit]
        start_of[i], end_of[i] = at, end
        if end < size:
            into[end] = table[c'\n']
        at = end + 1
    return kinds, starts, ends, counts


cdef void change(const Letter* letters, const uint16_t* table, Letter* to, Py_ssize_t size) noexcept nogil:
    cdef Py_ssize_t at
    for at in range(size):
        if Letter is uint32_t:
            to[at] = table[letters[at]] if letters[at] <= LAST else Py_UNICODE_TOLOWER(letters[at])
        else:
            to[at] = <Letter>table[letters[at]]


def fold(str text, const uint16_t[::1] table):
    """Each letter of the basic plane by its entry of the table, others in lower case."""
    cdef Py_ssize_t size = len(text)
    cdef int width = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef void* to = malloc(size * width + 1)
    if to is NULL:
        raise MemoryError
    try:
        if width == 1:
            change(<const uint8_t*>data, &table[0], <uint8_t*>to, size)
        elif width == 2:
            change(<const uint16_t*>data, &table[0], <uint16_t*>to, size)
        else:
            change(<const uint32_t*>data, &table[0], <uint32_t*>to, size)
        return PyUnicode_FromKindAndData(width, to, size)
    finally:
        free(to)


cdef inline bint near_figure(const Letter* s, const uint16_t* kinds, Py_ssize_t at, Py_ssize_t size,
                             uint16_t wanted) noexcept nogil:
    """Whether a letter of a class follows, at once or after a space."""
    if at + 1 < size and kinds[at + 1] & wanted != 0:
        return True
    return at + 2 < size and (s[at + 1] == 32 or s[at + 1] == 0xA0) and kinds[at + 2] & wanted != 0


cdef inline bint begins_year(const Letter* s, const uint16_t* kinds, Py_ssize_t at, Py_ssize_t size) noexcept nogil:
    """Whether a digit begins four that are 19.. or 20.., and no more."""
    if at + 3 >= size or kinds[at + 2] & DIGIT == 0 or kinds[at + 3] & DIGIT == 0:
        return False
    if at > 0 and kinds[at - 1] & DIGIT != 0:
        return False
    if at + 4 < size and kinds[at + 4] & DIGIT != 0:
        return False
    return (s[at] == 50 and s[at + 1] == 48) or (s[at] == 49 and s[at + 1] == 57)


cdef inline bint begins_clock(const Letter* s, const uint16_t* kinds, Py_ssize_t at, Py_ssize_t size) noexcept nogil:
    """Whether a digit is followed by a colon or an h and two digits."""
    if at + 3 >= size or not (s[at + 1] == c':' or s[at + 1] == c'h'):
        return False
    return kinds[at + 2] & DIGIT != 0 and kinds[at + 3] & DIGIT != 0


cdef void mark_letter(const Letter* s, const uint16_t* kinds, Py_ssize_t at, Py_ssize_t size, Marks* to) noexcept nogil:
    """A letter that is neither small nor a space."""
    cdef uint16_t kind = kinds[at]
    cdef uint32_t c = s[at]
    if kind & UPPER:
        to.initials += at == 0 or kinds[at - 1] & SPACE != 0
    elif kind & STOP:
        to.sentences += at + 1 >= size or kinds[at + 1] & (SPACE | QUOTE | UNSPACED) != 0
    elif kind & DIGIT:
        to.price = to.price or near_figure(s, kinds, at, size, CURRENCY)
        to.year = to.year or begins_year(s, kinds, at, size)
        to.clock = to.clock or begins_clock(s, kinds, at, size)
    elif kind & CURRENCY:
        to.price = to.price or near_figure(s, kinds, at, size, DIGIT)
    elif c == 0x5E74 or c == 0x6708:  # year and month
        to.year_sign = True
    elif c == c'@':
        to.mail = True
    elif c == 0xA9:
        to.copyright = True
    elif c == c'#':
        to.hash = True
    elif c == c':' and at + 2 < size and s[at + 1] == c'/' and s[at + 2] == c'/':
        to.address = True
    if c == c'-' or c == c'.' or c == c'/':
        to.slash = to.slash or c == c'/'
        if at > 0 and at + 1 < size:
            to.joints += kinds[at - 1] & DIGIT != 0 and kinds[at + 1] & DIGIT != 0
        if c == c'.' and at > 2 and s[at - 1] == c'w' and s[at - 2] == c'w' and s[at - 3] == c'w':
            to.address = True


cdef Marks marks_of(const Letter* s, const uint16_t* kinds, Py_ssize_t start, Py_ssize_t end,
                    Py_ssize_t size) noexcept nogil:
    cdef Marks to
    cdef Py_ssize_t at, back
    cdef int spaces = 0
    cdef bint colon = False
    memset(&to, 0, sizeof(to))
    for at in range(start, end):
        if kinds[at] <= COMMON and PLAIN >> kinds[at] & 1:
            continue
        mark_letter(s, kinds, at, size, &to)
        if kinds[at] & COLON != 0 and not colon:
            colon = True
            if start < at < start + SPEAKER and at + 1 < end:
                for back in range(start + 1, at):
                    spaces += kinds[back] & SPACE
                to.speaker = spaces <= 3
    return to


cdef void mark_ends(const Letter* s, const uint16_t* kinds, Py_ssize_t start, Py_ssize_t end, Py_ssize_t size,
                    uint8_t* to) noexcept nogil:
    cdef uint16_t first = kinds[start], last = kinds[end - 1]
    cdef bint quoted = last & QUOTE != 0
    cdef Py_ssize_t inner = end - 2 if quoted and end - start > 1 else end - 1
    cdef Py_ssize_t second = min(start + 1, size - 1), third = min(start + 2, size - 1)
    cdef uint32_t c = s[inner]
    cdef uint16_t kind = kinds[inner]
    cdef bint shout = c == c'!' or c == 0xFF01, asks = kind & ASKS != 0
    cdef bint ellipsis = c == 0x2026 or (c == c'.' and s[max(inner - 1, 0)] == c'.' and end - start > 2)
    cdef bint point = s[second] == c'.' or (s[third] == c'.' and kinds[second] & DIGIT != 0)
    to[ENDS_ELLIPSIS] = ellipsis
    to[ENDS_QUESTION] = asks
    to[ENDS_EXCLAIM] = shout
    to[ENDS_STOP] = kind & STOP != 0 and not asks and not shout and not ellipsis
    to[ENDS_COLON] = kind & COLON != 0
    to[ENDS_QUOTE] = quoted
    to[ENDS_COMMA] = kind & COMMA != 0
    to[ENDS_OPEN] = kind & (LETTER | DIGIT) != 0
    to[STARTS_LOWER] = first & LOWER != 0
    to[STARTS_DIGIT] = first & DIGIT != 0
    to[STARTS_QUOTE] = first & QUOTE != 0
    to[STARTS_DASH] = first & DASH != 0
    to[HAS_ARROW] = (first | last) & ARROW != 0
    to[BRACKETS] = first & last & BRACKET != 0
    to[NUMBERED] = (first & DIGIT != 0 and point) or s[start] == c'['


cdef void mark_words(const Marks* marks, const int* sums, int words, double capitals, double letters,
                     uint8_t* to) noexcept nogil:
    to[NO_LETTERS] = sums[N_LETTER] == 0
    to[ALL_CAPITALS] = sums[N_UPPER] > 2 and sums[N_LOWER] == 0
    to[NAMES_LIKE] = 2 <= words <= 4 and capitals > 0.99 and sums[N_UPPER] == words
    to[ONE_WORD] = words == 1
    to[HAS_COMMA] = sums[N_COMMA] > 0
    to[COMMAS_3] = sums[N_COMMA] > 2
    to[SENTENCES_1] = marks.sentences >= 1
    to[SENTENCES_2] = marks.sentences >= 2
    to[SENTENCES_4] = marks.sentences >= 4
    to[HAS_QUESTION] = sums[N_ASKS] > 0
    to[HAS_COLON] = sums[N_COLON] > 0
    to[HAS_SEPARATOR] = sums[N_SEPARATOR] > 0
    to[DIGITS] = <double>sums[N_DIGIT] * 2 > letters
    to[PRICE] = marks.price
    to[CLOCK] = marks.clock
    to[YEAR] = marks.year
    to[MAIL] = marks.mail
    to[COPYRIGHT] = marks.copyright
    to[SLASH] = marks.slash
    to[DATE] = marks.joints >= 2 or marks.year_sign
    to[HANDLE] = marks.hash or marks.mail
    to[ADDRESS] = marks.address
    to[SAYS_SPEAKER] = marks.speaker


cdef inline void mark_links(long long links, double strong, double solid, uint8_t* to) noexcept nogil:
    to[LINKS_1] = links == 1
    to[LINKS_2] = 2 <= links <= 3
    to[LINKS_4] = links >= 4
    to[ALL_STRONG] = strong * 10 >= solid * 9
    to[BEGINS_STRONG] = strong > 0 and strong * 10 < solid * 9


def shape(view, const double[::1] words_, const double[::1] links_, const double[::1] capitals_):
    """The columns of `shape`: (blocks, columns)."""
    cdef Edges words_edges = edges_of(words_), links_edges = edges_of(links_), capitals_edges = edges_of(capitals_)
    text, page = view.text, view.page
    cdef str joined = text.joined
    cdef const uint16_t[::1] kinds = text.kinds
    cdef const int64_t[::1] starts = text.starts, ends = text.ends
    cdef const int[:, ::1] counts = text.counts
    cdef const int[::1] words = view.words
    cdef const double[::1] solid = view.solid, linked = view.linked
    cdef const float[::1] sizes = view.size
    cdef const int64_t[::1] links = np.asarray(page.links, np.int64), strong = np.asarray(page.strong, np.int64)
    cdef Py_ssize_t n = starts.shape[0], size = len(joined), i
    cdef Py_ssize_t bins = words_edges.count + links_edges.count + capitals_edges.count + 3
    out = np.zeros((n, bins + FLAGS), dtype=np.uint8)
    cdef uint8_t[:, ::1] rows = out
    cdef uint8_t* to
    cdef const void* data = PyUnicode_DATA(joined)
    cdef int width = PyUnicode_KIND(joined), bit
    cdef int sums[KINDS]
    cdef Marks marks
    cdef double capitals
    for i in range(n):
        for bit in range(KINDS):
            sums[bit] = counts[bit, i]
        to = &rows[i, bins]
        if starts[i] >= ends[i]:  # no segmenter makes such a block
            memset(&marks, 0, sizeof(marks))
        elif width == 1:
            marks = marks_of(<const uint8_t*>data, &kinds[0], starts[i], ends[i], size)
            mark_ends(<const uint8_t*>data, &kinds[0], starts[i], ends[i], size, to)
        elif width == 2:
            marks = marks_of(<const uint16_t*>data, &kinds[0], starts[i], ends[i], size)
            mark_ends(<const uint16_t*>data, &kinds[0], starts[i], ends[i], size, to)
        else:
            marks = marks_of(<const uint32_t*>data, &kinds[0], starts[i], ends[i], size)
            mark_ends(<const uint32_t*>data, &kinds[0], starts[i], ends[i], size, to)
        capitals = <double>marks.initials / (sums[N_SPACE] + 1)
        mark_words(&marks, sums, words[i], capitals, sizes[i], to)
        mark_links(links[i], strong[i], solid[i], to)
        to = put_bin(words[i], words_edges, &rows[i, 0])
        to = put_bin(linked[i], links_edges, to)
        put_bin(capitals, capitals_edges, to)
    return out
