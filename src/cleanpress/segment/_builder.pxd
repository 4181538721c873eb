from cleanpress.rules._scan cimport Names
from cleanpress.segment._block cimport Bits, Bytes
from cleanpress.segment._columns cimport Columns

cdef enum:
    SLOTS = 1024  # of the table of names
    MAKES = 64  # that are remembered

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
    int mark
    int node
    Bits bit
    Bits context
    Bits hints
    Bits far


cdef struct Make:  # tags and hints of a block's element and two above it, as one that was noted has them
    int tags[3]
    Bits hints[3]
    int block  # its number and one, 0 for none


cdef class Builder(Columns):
    cdef Names seen_names
    cdef list tags
    cdef dict numbers
    cdef Name names[SLOTS]
    cdef int name_count
    cdef long long max_nodes, max_depth
    cdef Open* stack  # open elements
    cdef int depth, room
    cdef int* homes  # which of them are block-level
    cdef int home_count
    cdef int seen  # elements begun, unseen ones included
    cdef int hidden_at, table_count
    cdef list lists, tables
    cdef dict classes, ids  # the elements by these, if asked for
    cdef Make makes[MAKES]
    cdef int keep(self, dict known, str value) except -1
    cdef Name* named(self, Bytes key) except NULL
    cdef int start(self, Bytes tag, Bytes* attributes) except -1
    cdef int open(self, const Open* new, Bytes* attributes) except -1
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
    cdef tuple make_for(self, const Open* home, const Open* near, const Open* next_, int block)
