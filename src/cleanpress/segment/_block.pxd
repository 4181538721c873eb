from libc.string cimport memcpy

ctypedef unsigned long long Bits
ctypedef const unsigned char* Bytes


cdef struct Mark:  # a link or emphasis that is open
    int kind  # place in the list of kinds
    int pieces  # of the text before it
    int start  # letters before it
    Py_ssize_t offset  # bytes before it
    int href  # place in the list of addresses, or -1


cdef struct Spot:  # one that has ended
    int block
    int kind
    int start
    int end
    int href


cdef inline int space_at(Bytes p) noexcept nogil:
    """Bytes of the white space (as `str.split` knows it) that begins here; 0 if none does."""
    cdef unsigned char c = p[0]
    if c <= 32:
        return 1 if c == 32 or 9 <= c <= 13 or 28 <= c <= 31 else 0
    if c < 0xC2:
        return 0
    if c == 0xC2:
        return 2 if p[1] == 0xA0 or p[1] == 0x85 else 0
    if c == 0xE2:
        if p[1] == 0x80 and (p[2] <= 0x8A or p[2] == 0xA8 or p[2] == 0xA9 or p[2] == 0xAF):
            return 3
        return 3 if p[1] == 0x81 and p[2] == 0x9F else 0
    if c == 0xE3:
        return 3 if p[1] == 0x80 and p[2] == 0x80 else 0
    return 3 if c == 0xE1 and p[1] == 0x9A and p[2] == 0x80 else 0


cdef class Spots:
    cdef bytes raw
    cdef list hrefs
    cdef const Spot* spots(self) noexcept
    cdef Py_ssize_t first(self, Py_ssize_t block) noexcept


cdef class Block:
    cdef unsigned char* buffer  # its text
    cdef Py_ssize_t size, space
    cdef int letters, chars, pieces, breaks, linked, linkcount, strong, linkdepth, strongdepth
    cdef bint gap, pre
    cdef Bits inline, inline_hints
    cdef Mark* open_marks
    cdef int open_count, open_room
    cdef Spot* marks  # of all blocks
    cdef Py_ssize_t mark_count, mark_first, mark_room
    cdef int last_link  # pieces at the end of the last mark if that was a link, else -1
    cdef list hrefs
    cdef void fresh(self) noexcept
    cdef int data(self, Bytes text, Py_ssize_t length) except -1
    cdef int room_for(self, Py_ssize_t more) except -1
    cdef int put_raw(self, Bytes text, Py_ssize_t length) except -1
    cdef void count(self, Bytes p, Bytes end) noexcept
    cdef int put(self, Bytes p, Bytes end) except -1
    cdef int put_gap(self) except -1
    cdef int line_break(self) except -1
    cdef int open_mark(self, int kind, int href) except -1
    cdef int close_mark(self) except -1
    cdef int set_mark(self, Mark mark) except -1
    cdef int settle_marks(self, int block, int cut, int size) except -1
    cdef Spots all_spots(self)
