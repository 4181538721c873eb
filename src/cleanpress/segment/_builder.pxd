from libc.string cimport strlen

from cpython.unicode cimport PyUnicode_DecodeUTF8

from cleanpress.rules._scan cimport Scanner
from cleanpress.segment._block cimport Bits, Block, Bytes

cdef enum:
    SLOTS = 1024  # of the table of names

cdef enum:  # what is to be done with an element that begins
    WALKED  # it is open: its content comes, then `end`
    PASSED  # nothing of it is read
    TITLE_READ  # its text is wanted, by `told`
    SCRIPT_READ


cdef struct Name:
    Bytes key  # libxml2 keeps one copy of each name, so that its address tells it
    int number  # place in the list of tags
    int flow
    int what
    int mark  # kind of the emphasis that it makes
    Bits bit
    int attribute


cdef struct Open:
    int tag
    int flow
    int what
    int node
    Bits bit
    Bits context
    Bits hints
    Bits far


cdef struct Element:
    long long parent
    long long end
    long long serial


cdef struct Row:  # of a block
    long long node
    long long linked
    long long links
    long long strong
    Bits inline
    Bits context
    Bits own
    Bits near
    Bits far


cdef inline str decoded(Bytes text):
    return PyUnicode_DecodeUTF8(<const char*>text, strlen(<const char*>text), "replace")


cdef class Builder(Block):
    cdef object page
    cdef Scanner scanner
    cdef list texts, tag_of, make_of, hidden_of, node_tag, tags
    cdef dict numbers
    cdef Name names[SLOTS]
    cdef int name_count
    cdef long long max_nodes, max_depth
    cdef Open* stack  # open elements
    cdef int depth, room
    cdef int* homes  # which of them are block-level
    cdef int home_count
    cdef Element* elements
    cdef Py_ssize_t element_count, element_room
    cdef Row* rows
    cdef Py_ssize_t row_room
    cdef int seen  # elements begun, unseen ones included
    cdef int hidden_at, table_count
    cdef list lists, tables
    cdef Name* named(self, Bytes key) except NULL
    cdef int start(self, Bytes tag, Bytes* attributes) except -1
    cdef int grow(self) except -1
    cdef Bits hints_of(self, Bytes* attributes) except? 0xFFFFFFFFFFFFFFFF
    cdef int unseen(self, int what, Bytes* attributes) except -1
    cdef int told(self, int course, str text) except -1
    cdef int structure(self, int what, Bytes* attributes) except -1
    cdef int void_(self, int what, Bytes* attributes) except -1
    cdef int image(self, Bytes source, Bytes alt) except -1
    cdef int link(self, Bytes href) except -1
    cdef int end(self) except -1
    cdef int flush(self) except -1
    cdef int emit(self) except -1
    cdef int close(self) except -1
    cdef int close_rows(self, Py_ssize_t n) except -1
