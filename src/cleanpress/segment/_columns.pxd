from cleanpress.segment._block cimport Bits, Block


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


cdef class Columns(Block):
    cdef object page
    cdef list texts, tag_of, make_of, hidden_of, node_tag
    cdef Element* elements
    cdef Py_ssize_t element_count, element_room
    cdef Row* rows
    cdef Py_ssize_t row_count, row_room
    cdef int add_element(self, int parent, int serial, str tag) except -1
    cdef int add_row(self, Row row) except -1
    cdef int close(self) except -1
    cdef int close_rows(self, Py_ssize_t n) except -1
