# cython: language_level=3, boundscheck=False, initializedcheck=False, cdivision=True
"""The columns of a page as the compiled builder fills them; they become the page's at its end."""

from array import array as new_array

from cpython cimport array
from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc


cdef array.array numbers_of(list template, Py_ssize_t size):
    """An array of 64-bit integers, not filled."""
    return array.clone(template[0], size, zero=False)


cdef list SIGNED = [new_array("q")]
cdef list UNSIGNED = [new_array("Q")]


cdef class Columns(Block):
    """Elements and blocks of one page."""

    def __cinit__(self, page, limits):
        self.page = page
        self.texts, self.tag_of, self.make_of, self.hidden_of = page.texts, page.tag, page.make, page.hidden
        self.node_tag = page.node_tag
        self.element_room, self.row_room = 2048, 512
        self.elements = <Element*>PyMem_Malloc(self.element_room * sizeof(Element))
        self.rows = <Row*>PyMem_Malloc(self.row_room * sizeof(Row))
        if not self.elements or not self.rows:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.elements)
        PyMem_Free(self.rows)

    cdef int add_element(self, int parent, int serial, str tag) except -1:
        if self.element_count == self.element_room:
            self.element_room *= 2
            elements = PyMem_Realloc(self.elements, self.element_room * sizeof(Element))
            if not elements:
                raise MemoryError
            self.elements = <Element*>elements
        self.elements[self.element_count] = Element(parent, self.element_count + 1, serial)
        self.element_count += 1
        self.node_tag.append(tag)
        return 0

    cdef int add_row(self, Row row) except -1:
        if self.row_count == self.row_room:
            self.row_room *= 2
            rows = PyMem_Realloc(self.rows, self.row_room * sizeof(Row))
            if not rows:
                raise MemoryError
            self.rows = <Row*>rows
        self.rows[self.row_count] = row
        self.row_count += 1
        return 0

    cdef int close(self) except -1:
        """The page is at its end: its columns."""
        cdef Py_ssize_t i, n = self.element_count
        page = self.page
        cdef array.array parent = numbers_of(SIGNED, n), end = numbers_of(SIGNED, n), serial = numbers_of(SIGNED, n)
        for i in range(n):
            parent.data.as_longlongs[i] = self.elements[i].parent
            end.data.as_longlongs[i] = self.elements[i].end
            serial.data.as_longlongs[i] = self.elements[i].serial
        page.parent, page.node_end, page.serial = parent, end, serial
        self.close_rows(self.row_count)
        page.spots = self.all_spots()
        return 0

    cdef int close_rows(self, Py_ssize_t n) except -1:
        cdef Py_ssize_t i
        page = self.page
        cdef array.array node = numbers_of(SIGNED, n), linked = numbers_of(SIGNED, n)
        cdef array.array links = numbers_of(SIGNED, n), strong = numbers_of(SIGNED, n)
        cdef array.array inline_ = numbers_of(UNSIGNED, n), context = numbers_of(UNSIGNED, n)
        cdef array.array own = numbers_of(UNSIGNED, n), near = numbers_of(UNSIGNED, n), far = numbers_of(UNSIGNED, n)
        for i in range(n):
            node.data.as_longlongs[i], linked.data.as_longlongs[i] = self.rows[i].node, self.rows[i].linked
            links.data.as_longlongs[i], strong.data.as_longlongs[i] = self.rows[i].links, self.rows[i].strong
            inline_.data.as_ulonglongs[i], context.data.as_ulonglongs[i] = self.rows[i].inline, self.rows[i].context
            own.data.as_ulonglongs[i], near.data.as_ulonglongs[i] = self.rows[i].own, self.rows[i].near
            far.data.as_ulonglongs[i] = self.rows[i].far
        page.node, page.linked, page.links, page.strong = node, linked, links, strong
        page.inline, page.context, page.hints_own, page.hints_near, page.hints_far = inline_, context, own, near, far
        return 0
