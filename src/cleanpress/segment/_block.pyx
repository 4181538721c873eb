# cython: language_level=3, boundscheck=False, initializedcheck=False, cdivision=True
"""The text of one block as the compiled builder gathers it, with the links and emphasis in it."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc

from cleanpress.segment.tags import EMPHASIS

cdef list KINDS = ["link", *sorted(set(EMPHASIS.values()))]


def kinds():
    """The kinds of marks, in the order of their numbers."""
    return tuple(KINDS)


cdef class Spots:
    """Links and emphasis of all blocks, by block, as `Page.spots` keeps them; made into objects when asked for."""

    def __init__(self, bytes raw, list hrefs):
        self.raw = raw
        self.hrefs = hrefs

    cdef const Spot* spots(self) noexcept:
        return <const Spot*>PyBytes_AS_STRING(self.raw)

    cdef Py_ssize_t first(self, Py_ssize_t block) noexcept:
        """Place of the first spot of a block, which stand by block, or of the first after it."""
        cdef Py_ssize_t low = 0, high = PyBytes_GET_SIZE(self.raw) // <Py_ssize_t>sizeof(Spot), middle
        cdef const Spot* spots = self.spots()
        while low < high:
            middle = (low + high) // 2
            if spots[middle].block < block:
                low = middle + 1
            else:
                high = middle
        return low

    def __contains__(self, Py_ssize_t block):
        return self.first(block) < self.first(block + 1)

    def __getitem__(self, Py_ssize_t block):
        cdef Py_ssize_t at
        cdef const Spot* spots = self.spots()
        cdef list out = []
        for at in range(self.first(block), self.first(block + 1)):
            href = None if spots[at].href < 0 else self.hrefs[spots[at].href]
            out.append((spots[at].start, spots[at].end, KINDS[spots[at].kind], href))
        if not out:
            raise KeyError(block)
        return out

    def __eq__(self, other):
        return isinstance(other, Spots) and self.__reduce__() == other.__reduce__()

    def __reduce__(self):
        return Spots, (self.raw, self.hrefs)


cdef class Block:
    """The block at hand; emptied after each."""

    def __cinit__(self):
        self.space, self.open_room, self.mark_room = 4096, 16, 64
        self.buffer = <unsigned char*>PyMem_Malloc(self.space)
        self.open_marks = <Mark*>PyMem_Malloc(self.open_room * sizeof(Mark))
        self.marks = <Spot*>PyMem_Malloc(self.mark_room * sizeof(Spot))
        if not self.buffer or not self.open_marks or not self.marks:
            raise MemoryError
        self.hrefs = []
        self.fresh()

    def __dealloc__(self):
        PyMem_Free(self.buffer)
        PyMem_Free(self.open_marks)
        PyMem_Free(self.marks)

    cdef void fresh(self) noexcept:
        """Nothing yet, but for what is open."""
        cdef int i
        self.size = self.letters = self.chars = self.pieces = self.breaks = 0
        self.linked = self.linkcount = self.strong = 0
        self.gap = False
        self.inline = self.inline_hints = 0
        self.mark_count = self.mark_first
        self.last_link = -1
        for i in range(self.open_count):
            self.open_marks[i].pieces = self.open_marks[i].start = self.open_marks[i].offset = 0

    cdef int data(self, Bytes text, Py_ssize_t length) except -1:
        """Text, as it comes, perhaps in pieces: white space folded as it is copied, letters counted."""
        cdef Bytes p = text
        cdef Bytes end = text + length
        cdef int step
        cdef int before = self.letters
        while p < end:
            step = space_at(p)
            if not step:
                break
            p += step
        if p >= end:
            if length and (self.pieces or self.pre):
                if self.pre:
                    self.put_raw(text, length)
                self.gap = True
                self.pieces += 1
            return 0
        if self.pre:
            self.count(p, end)
            self.put_raw(text, length)
        else:
            if p != text:
                self.gap = True
            self.put(p, end)
        self.breaks = 0
        self.pieces += 1
        if self.linkdepth:
            self.linked += self.letters - before
        if self.strongdepth:
            self.strong += self.letters - before
        return 0

    cdef int room_for(self, Py_ssize_t more) except -1:
        if self.size + more > self.space:
            self.space = 2 * (self.size + more)
            buffer = PyMem_Realloc(self.buffer, self.space)
            if not buffer:
                raise MemoryError
            self.buffer = <unsigned char*>buffer
        return 0

    cdef int put_raw(self, Bytes text, Py_ssize_t length) except -1:
        cdef Py_ssize_t i
        self.room_for(length)
        memcpy(self.buffer + self.size, text, length)
        self.size += length
        for i in range(length):
            self.chars += (text[i] & 0xC0) != 0x80
        return 0

    cdef void count(self, Bytes p, Bytes end) noexcept:
        """Count the letters of a text."""
        cdef int step
        while p < end:
            step = space_at(p)
            if step:
                p += step
            else:
                self.letters += (p[0] & 0xC0) != 0x80
                p += 1

    cdef int put(self, Bytes p, Bytes end) except -1:
        """Copy a text with its white space folded."""
        cdef unsigned char* out
        cdef unsigned char c
        cdef int step, letters = 0, chars = 0
        cdef bint gap = self.gap
        self.room_for(end - p + 1)
        out = self.buffer + self.size
        while p < end:
            c = p[0]
            if c <= 32 or c >= 0xC2:  # no white space begins with another
                step = space_at(p)
                if step:
                    gap = True
                    p += step
                    continue
            if gap:
                if out != self.buffer:
                    out[0] = 32
                    out += 1
                    chars += 1
                gap = False
            out[0] = c
            out += 1
            p += 1
            letters += (c & 0xC0) != 0x80
        self.size = out - self.buffer
        self.letters += letters
        self.chars += chars + letters
        self.gap = gap
        return 0

    cdef int put_gap(self) except -1:
        """Two links side by side are two words."""
        if self.pre:
            self.put_raw(b" ", 1)
        else:
            self.gap = True
        self.pieces += 1
        return 0

    cdef int line_break(self) except -1:
        """A line break in the text; 1 if it is the second in a row, which ends a block."""
        self.breaks += 1
        if not self.pre:
            if self.breaks >= 2:
                return 1
            self.gap = True
        else:
            self.put_raw(b"\n", 1)
        self.pieces += 1
        return 0

    cdef int open_mark(self, int kind, int href) except -1:
        if self.open_count == self.open_room:
            self.open_room *= 2
            marks = PyMem_Realloc(self.open_marks, self.open_room * sizeof(Mark))
            if not marks:
                raise MemoryError
            self.open_marks = <Mark*>marks
        self.open_marks[self.open_count] = Mark(kind, self.pieces, self.chars, self.size, href)
        self.open_count += 1
        return 0

    cdef int close_mark(self) except -1:
        self.open_count -= 1
        cdef Mark mark = self.open_marks[self.open_count]
        if self.pieces > mark.pieces:
            self.set_mark(mark)
            self.last_link = self.pieces if mark.kind == 0 else -1
        return 0

    cdef int set_mark(self, Mark mark) except -1:
        cdef int start = mark.start
        if not self.pre and mark.offset < self.size and self.buffer[mark.offset] == 32:
            start += 1
        if self.mark_count == self.mark_room:
            self.mark_room *= 2
            marks = PyMem_Realloc(self.marks, self.mark_room * sizeof(Spot))
            if not marks:
                raise MemoryError
            self.marks = <Spot*>marks
        self.marks[self.mark_count] = Spot(0, mark.kind, start, self.chars, mark.href)
        self.mark_count += 1
        return 0

    cdef int settle_marks(self, int block, int cut, int size) except -1:
        """Keep the marks of a block that is done: those that are open end with it.

        Args:
            block: Its number.
            cut: Letters that were cut off before its text.
            size: Letters of it.
        """
        cdef Py_ssize_t i
        cdef Spot* spot
        for i in range(self.open_count):
            self.set_mark(self.open_marks[i])
        for i in range(self.mark_first, self.mark_count):
            spot = &self.marks[i]
            spot.block = block
            spot.start = max(spot.start - cut, 0)
            spot.end = min(spot.end - cut, size)
        self.mark_first = self.mark_count
        return 0

    cdef Spots all_spots(self):
        return Spots(PyBytes_FromStringAndSize(<char*>self.marks, self.mark_first * sizeof(Spot)), self.hrefs)
