# cython: language_level=3, boundscheck=False, initializedcheck=False, cdivision=True
"""Fills a page from a finished tree: libxml2's nodes are read where they lie."""

from cpython.mem cimport PyMem_Free, PyMem_Realloc
from libc.string cimport strlen
from lxml.includes cimport etreepublic as cetree
from lxml.includes.tree cimport xmlAttr, xmlNode

from cleanpress.segment._attributes cimport decoded
from cleanpress.segment._block cimport Bytes
from cleanpress.segment._builder cimport SCRIPT_READ, TITLE_READ, WALKED, Builder

cetree.import_lxml__etree()

cdef enum:
    ELEMENT = 1
    TEXT = 3
    CDATA = 4


cdef str text_of(xmlNode* top):
    """All text under a node, unread markup included."""
    cdef xmlNode* node = top.children
    cdef list parts = []
    while node is not NULL:
        if (node.type == TEXT or node.type == CDATA) and node.content is not NULL:
            parts.append(decoded(node.content))
        if node.type == ELEMENT and node.children is not NULL:
            node = node.children
            continue
        while node.next is NULL and node.parent != top:
            node = node.parent
        node = node.next
    return "".join(parts)


cdef int count_below(xmlNode* top) noexcept:
    """How many elements stand under a node."""
    cdef xmlNode* node = top.children
    cdef int count = 0
    while node is not NULL:
        if node.type == ELEMENT:
            count += 1
            if node.children is not NULL:
                node = node.children
                continue
        while node.next is NULL and node.parent != top:
            node = node.parent
        node = node.next
    return count


cdef class Walker(Builder):
    """Walks one tree and fills one page; used once."""

    cdef Bytes* pairs  # the attributes in hand
    cdef Py_ssize_t pair_room
    cdef list joined  # keeps values that were made of several nodes

    def __dealloc__(self):
        PyMem_Free(self.pairs)

    cdef int walk(self, xmlNode* root) except -1:
        """All nodes under the root in document order."""
        cdef xmlNode* node = root
        cdef bint inside
        while True:
            inside = False
            if node.type == ELEMENT:
                inside = self.begin(node)
            elif (node.type == TEXT or node.type == CDATA) and node.content is not NULL:
                self.data(node.content, strlen(<const char*>node.content))
            if inside and node.children is not NULL:
                node = node.children
                continue
            if inside:
                self.end()
            while node.next is NULL or node == root:
                if node == root:
                    self.flush()
                    return 0
                node = node.parent
                self.end()
                if node == root:
                    self.flush()
                    return 0
            node = node.next

    cdef bint begin(self, xmlNode* node) except -1:
        """An element begins; whether its content is to be walked."""
        cdef int course = self.start(node.name, self.attributes(node) if node.properties is not NULL else NULL)
        if course == WALKED:
            return True
        if course == TITLE_READ or course == SCRIPT_READ:
            self.told(course, text_of(node))
        self.seen += count_below(node)
        return False

    cdef Bytes* attributes(self, xmlNode* node) except NULL:
        """Names and values of an element's attributes by turns, then NULL."""
        cdef Py_ssize_t count = 0
        cdef xmlAttr* attribute = node.properties
        cdef xmlNode* value
        self.joined = None
        while attribute is not NULL:
            if count + 3 > self.pair_room:
                self.pair_room = 2 * self.pair_room + 32
                pairs = PyMem_Realloc(self.pairs, self.pair_room * sizeof(Bytes))
                if not pairs:
                    raise MemoryError
                self.pairs = <Bytes*>pairs
            value = attribute.children
            self.pairs[count] = attribute.name
            if value is NULL:
                self.pairs[count + 1] = NULL
            elif value.next is NULL:
                self.pairs[count + 1] = value.content
            else:
                self.pairs[count + 1] = self.join(value)
            count += 2
            attribute = attribute.next
        self.pairs[count] = NULL
        return self.pairs

    cdef Bytes join(self, xmlNode* value) except NULL:
        """A value that stands in several nodes."""
        cdef bytes whole = b""
        while value is not NULL:
            if value.content is not NULL:
                whole += <const char*>value.content
            value = value.next
        if self.joined is None:
            self.joined = []
        self.joined.append(whole)
        return whole


def walk(root, page, limits, bint rest=False):
    """Fill a page from a tree, which is only read.

    Args:
        root: Its root, an lxml element.
        rest: Whether to go on with what stands after the root: the parser puts there what follows </html>.
        page: The page.
        limits: How many elements and how deep.

    Raises:
        LimitError: More elements or a deeper nesting than allowed.
    """
    cdef cetree._Element element = root
    cdef xmlNode* node = element._c_node
    cdef Walker walker = Walker(page, limits)
    while node is not NULL:
        if node.type == ELEMENT:
            walker.walk(node)
        node = node.next if rest else NULL
    walker.flush()
    walker.close()
