from libc.stdint cimport uint16_t, uint32_t

cdef extern from "Python.h":
    bint Py_UNICODE_ISALNUM(uint32_t letter) nogil

cdef enum Where:
    ANY
    START
    END
    WHOLE

cdef enum:
    HEAD = 2  # cells of a state before its row: what `pack` makes, and the longest phrase that ends here, or -1
    PLAIN = 0  # class of letters and digits that stand in no phrase
    OTHER = 1  # class of what else stands in no phrase


cdef struct Entry:  # of a phrase
    int cue
    int most
    Where where
    bint before
    bint after


cdef struct Word:
    int length
    int entry  # the first of its entries
    int stop  # after the last
    int shorter  # the next shorter phrase that ends where this one does, or -1


cdef struct Node:  # of the tree that the states are made from
    int first  # child
    int last
    int sibling
    int letter  # its class
    int back  # where to go on when a phrase breaks off
    int found
    int base  # where its row begins
    int low
    int high
    bint inside  # a word's letter comes last, so that no word begins after it


cdef class Rows:
    cdef int* table
    cdef Py_ssize_t size, room
    cdef int* more(self, int width) except NULL


cdef inline bint unspaced(Py_UCS4 c) noexcept nogil:
    return 0x0E00 <= c <= 0x0EFF or 0x3040 <= c <= 0x30FF or 0x3400 <= c <= 0x9FFF


cdef inline bint joined(Py_UCS4 c) noexcept nogil:
    if c < 128:
        return 48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122
    return Py_UNICODE_ISALNUM(c) and not unspaced(c)


cdef class States:
    cdef uint16_t* sort  # class of each letter
    cdef Py_ssize_t letters  # the highest code point in it, and one
    cdef unsigned int* cells
    cdef int within  # place of the second root
    cdef Entry* entries
    cdef Word* words
    cdef Py_ssize_t count, cell_count, entry_count
    cdef tuple phrases
    cdef bytes raw  # what all this stands in, if it was made by the build
    cdef int make(self, dict entries) except -1
    cdef int classify(self, list alphabet) except -1
    cdef tuple spelled(self)
    cdef int note(self, tuple given) except -1
    cdef int build(self, Py_ssize_t most, int kinds) except -1
    cdef int grow(self, Node* nodes) except -1
    cdef int root_rows(self, Node* nodes, Rows rows, int kinds) except -1
    cdef int link(self, Node* nodes, int* queue, Rows rows, int kinds) except -1
    cdef int lay(self, Node* nodes, int* queue, int count, Rows rows) except -1
    cdef inline unsigned int sort_of(self, Py_UCS4 c) noexcept nogil:
        """The class of a letter."""
        return self.sort[c] if <Py_ssize_t>c < self.letters else PLAIN if joined(c) else OTHER

    cdef inline unsigned int step(self, unsigned int state, unsigned int kind) noexcept nogil:
        """The state after another letter of a class."""
        cdef unsigned int head = self.cells[state]
        cdef unsigned int place = kind - (head >> 1 & 0x7FFF)
        if place < head >> 16:
            return self.cells[state + HEAD + place]
        return self.cells[HEAD + kind + (<unsigned int>self.within if head & 1 else 0)]
