# cython: language_level=3, boundscheck=False, initializedcheck=False, cdivision=True
"""The compiled twin of `PageBuilder` over a finished tree: the same page, column for column (tests compare the two).

It reads libxml2's nodes where they lie, so that no event, attribute or piece of white space becomes a Python object.
"""

from array import array as new_array

from cpython cimport array
from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport memcpy, memset, strlen
from lxml.includes cimport etreepublic as cetree
from lxml.includes.tree cimport xmlAttr, xmlNode

from cleanpress.errors import LimitError
from cleanpress.model import Cell, Image, Item
from cleanpress.read.declared import AMP_GATE
from cleanpress.rules._scan cimport Scanner
from cleanpress.rules.hints import hint_bits, hints
from cleanpress.segment.html import HIDING, IMAGE_SOURCES, LONGEST_NAME, NAMED, PLAYERS, hides
from cleanpress.segment.tags import CONTEXT_BIT, EMPHASIS, FLOW, Flow

cetree.import_lxml__etree()

ctypedef unsigned long long Bits
ctypedef const unsigned char* Bytes

cdef enum:
    ELEMENT = 1
    TEXT = 3
    CDATA = 4
    INLINE = 0
    BLOCK = 1
    VOID = 2
    SKIP = 3
    META = 4
    SLOTS = 1024  # of the table of names
    PLAIN = 0  # attributes: says nothing, names the element, may hide it
    NAMING = 1
    HIDER = 2
    GATE = 3  # tells of access

assert (Flow.INLINE, Flow.BLOCK, Flow.VOID, Flow.SKIP, Flow.META) == (INLINE, BLOCK, VOID, SKIP, META)

cdef Py_ssize_t LONGEST = LONGEST_NAME
cdef Bits LINK = CONTEXT_BIT["a"]
cdef Bits STRONG = CONTEXT_BIT["strong"]
cdef Bits PRE = CONTEXT_BIT["pre"]
cdef Bits LI = CONTEXT_BIT["li"]

cdef enum What:  # tags that need more than their flow
    NOTHING
    UL
    OL
    LI_
    TABLE
    TR
    CELL
    HEADER
    HTML
    BR
    IMG
    INPUT
    HR
    META_
    TITLE
    SCRIPT
    PLAYER
    A
    EMPHATIC

cdef dict WHAT = {
    "ul": UL, "ol": OL, "li": LI_, "table": TABLE, "tr": TR, "td": CELL, "th": HEADER, "html": HTML, "br": BR,
    "img": IMG, "amp-img": IMG, "input": INPUT, "hr": HR, "meta": META_, "title": TITLE, "script": SCRIPT, "a": A,
}
for _name in PLAYERS:
    WHAT[_name] = PLAYER
for _name in EMPHASIS:
    WHAT[_name] = EMPHATIC


cdef struct Name:
    Bytes key  # libxml2 keeps one copy of each name, so that its address tells it
    int number  # place in the list of tags
    int flow
    int what
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


cdef struct Mark:
    int kind  # place in the list of kinds
    int pieces  # of the text before it
    int start  # letters before it
    int offset  # bytes before it
    int href  # place in the list of addresses, or -1


cdef struct Done:  # a mark that has ended
    int kind
    int start
    int end
    int href


cdef object new_tuple = tuple.__new__  # a named tuple's own constructor is slow
cdef tuple SOURCES = tuple([_key.encode() for _key in IMAGE_SOURCES])
cdef list KINDS = ["link", *sorted(set(EMPHASIS.values()))]


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


cdef inline str decoded(Bytes text):
    return PyUnicode_DecodeUTF8(<const char*>text, strlen(<const char*>text), "replace")


cdef str value_of(xmlAttr* attribute):
    cdef xmlNode* child = attribute.children
    if child is NULL:
        return ""
    if child.next is NULL:
        return "" if child.content is NULL else decoded(child.content)
    parts = []
    while child is not NULL:
        if child.content is not NULL:
            parts.append(decoded(child.content))
        child = child.next
    return "".join(parts)


cdef str attribute_of(xmlNode* node, const char* name):
    """The value of an attribute, or None."""
    cdef xmlAttr* attribute = node.properties
    cdef Py_ssize_t size = strlen(name)
    cdef Py_ssize_t i
    while attribute is not NULL:
        i = 0
        while i <= size and attribute.name[i] == <unsigned char>name[i]:
            i += 1
        if i > size:
            return value_of(attribute)
        attribute = attribute.next
    return None


cdef inline int push(array.array column, long long value) except -1:
    cdef Py_ssize_t size = len(column)
    array.resize_smart(column, size + 1)
    column.data.as_longlongs[size] = value
    return 0


cdef inline int push_bits(array.array column, Bits value) except -1:
    cdef Py_ssize_t size = len(column)
    array.resize_smart(column, size + 1)
    column.data.as_ulonglongs[size] = value
    return 0


cdef class Walker:
    """Walks one tree and fills one page; used once."""

    cdef object page
    cdef Scanner scanner
    cdef list texts, tag_of, make_of, hidden_of, node_tag
    cdef array.array node_of, linked_of, links_of, strong_of, inline_of, context_of, own_of, near_of, far_of
    cdef array.array parent, node_end, serial
    cdef list tags, hrefs
    cdef Name names[SLOTS]
    cdef int name_count
    cdef int max_nodes, max_depth
    # open elements, and which of them are block-level
    cdef Open* stack
    cdef int depth, room
    cdef int* homes
    cdef int home_count
    # the block in hand
    cdef unsigned char* buffer
    cdef Py_ssize_t size, space
    cdef int letters, chars, pieces, breaks, linked, linkcount, strong
    cdef bint gap
    cdef Bits inline, inline_hints
    cdef Mark* open_marks
    cdef int open_count, open_room
    cdef Done* marks
    cdef int mark_count, mark_room
    cdef int last_link  # pieces at the end of the last mark if that was a link, else -1
    cdef int linkdepth, strongdepth, hidden_at, elements, table_count
    cdef list lists, tables

    def __cinit__(self, page, limits):
        self.page = page
        self.scanner = hints().scanner
        self.texts, self.tag_of, self.make_of, self.hidden_of = page.texts, page.tag, page.make, page.hidden
        self.node_tag = page.node_tag
        page.node = self.node_of = new_array("q")
        page.linked = self.linked_of = new_array("q")
        page.links = self.links_of = new_array("q")
        page.strong = self.strong_of = new_array("q")
        page.inline = self.inline_of = new_array("Q")
        page.context = self.context_of = new_array("Q")
        page.hints_own = self.own_of = new_array("Q")
        page.hints_near = self.near_of = new_array("Q")
        page.hints_far = self.far_of = new_array("Q")
        page.parent = self.parent = new_array("q")
        page.node_end = self.node_end = new_array("q")
        page.serial = self.serial = new_array("q")
        self.tags, self.hrefs, self.lists, self.tables = [], [], [], []
        memset(self.names, 0, sizeof(self.names))
        self.max_nodes, self.max_depth = min(limits.max_nodes, 2**31 - 2), min(limits.max_depth, 2**31 - 2)
        self.room, self.space, self.open_room, self.mark_room = 64, 4096, 16, 64
        self.stack = <Open*>PyMem_Malloc(self.room * sizeof(Open))
        self.homes = <int*>PyMem_Malloc(self.room * sizeof(int))
        self.buffer = <unsigned char*>PyMem_Malloc(self.space)
        self.open_marks = <Mark*>PyMem_Malloc(self.open_room * sizeof(Mark))
        self.marks = <Done*>PyMem_Malloc(self.mark_room * sizeof(Done))
        if not self.stack or not self.homes or not self.buffer or not self.open_marks or not self.marks:
            raise MemoryError
        memset(self.stack, 0, sizeof(Open))
        self.tags.append("")
        self.stack[0].flow = BLOCK
        self.stack[0].node = -1
        self.homes[0] = 0
        self.home_count = 1
        self.fresh()

    def __dealloc__(self):
        PyMem_Free(self.stack)
        PyMem_Free(self.homes)
        PyMem_Free(self.buffer)
        PyMem_Free(self.open_marks)
        PyMem_Free(self.marks)

    cdef void fresh(self):
        self.size = self.letters = self.chars = self.pieces = self.breaks = 0
        self.linked = self.linkcount = self.strong = 0
        self.gap = False
        self.inline = self.inline_hints = 0
        self.mark_count = 0
        self.last_link = -1

    cdef Name* named(self, Bytes key) except NULL:
        """What is known of a name, a tag's or an attribute's."""
        cdef size_t slot = (<size_t>key >> 3) & (SLOTS - 1)
        cdef Name* name
        while self.names[slot].key is not NULL:
            if self.names[slot].key == key:
                return &self.names[slot]
            slot = (slot + 1) & (SLOTS - 1)
        if self.name_count > SLOTS // 2:  # odd pages have any number of names
            memset(self.names, 0, sizeof(self.names))
            self.name_count = 0
            slot = (<size_t>key >> 3) & (SLOTS - 1)
        self.name_count += 1
        name = &self.names[slot]
        word = decoded(key).lower()
        name.key = key
        name.number = len(self.tags)
        self.tags.append(word)
        name.flow = FLOW.get(word, BLOCK)
        name.bit = CONTEXT_BIT.get(word, 0)
        name.what = WHAT.get(word, NOTHING)
        name.attribute = NAMING if word in NAMED else HIDER if word in HIDING else GATE if word == AMP_GATE else PLAIN
        return name

    cdef int walk(self, xmlNode* root) except -1:
        """All nodes under the root in document order."""
        cdef xmlNode* node = root
        cdef bint inside
        while True:
            inside = False
            if node.type == ELEMENT:
                inside = self.start(node)
            elif (node.type == TEXT or node.type == CDATA) and node.content is not NULL:
                self.data(node.content)
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

    cdef bint start(self, xmlNode* node) except -1:
        """An element begins; whether its content is to be walked."""
        cdef Name name = self.named(node.name)[0]  # a copy: the table may be cleared before the end
        cdef Open* top
        cdef Open* new
        cdef int number = len(self.parent)
        self.elements += 1
        if name.flow >= SKIP:
            self.unseen(node, name.flow, name.what)
            return False
        if name.flow == BLOCK and (self.pieces or self.inline):
            self.flush()
        if number > self.max_nodes:
            raise LimitError(f"more than {self.max_nodes} elements; raise Limits.max_nodes to read it")
        if self.depth > self.max_depth:
            raise LimitError(f"nested deeper than {self.max_depth}; raise Limits.max_depth to read it")
        top = &self.stack[self.depth]
        cdef Bits hints = self.hints(node) if node.properties is not NULL else 0
        push(self.parent, top.node)
        self.node_tag.append(self.tags[name.number])
        push(self.node_end, number + 1)
        push(self.serial, self.elements - 1)
        if self.depth + 2 > self.room:
            self.grow()
            top = &self.stack[self.depth]
        self.depth += 1
        new = &self.stack[self.depth]
        new.tag, new.flow, new.what, new.node = name.number, name.flow, name.what, number
        new.bit, new.hints = name.bit, hints
        new.context = top.context | name.bit
        new.far = top.far | top.hints
        if new.flow == BLOCK:
            self.homes[self.home_count] = self.depth
            self.home_count += 1
            if new.what:
                self.structure(new.what, node)
        elif new.flow == VOID:
            self.void(new.what, node)
        else:
            self.inline |= new.bit
            self.inline_hints |= hints
            if new.what == A:
                self.link(node)
            elif new.what == EMPHATIC:
                if new.bit == STRONG:
                    self.strongdepth += 1
                self.open_mark(KINDS.index(EMPHASIS[self.tags[new.tag]]), -1)
        return True

    cdef int grow(self) except -1:
        self.room *= 2
        stack = PyMem_Realloc(self.stack, self.room * sizeof(Open))
        if not stack:
            raise MemoryError
        self.stack = <Open*>stack
        homes = PyMem_Realloc(self.homes, self.room * sizeof(int))
        if not homes:
            raise MemoryError
        self.homes = <int*>homes
        return 0

    cdef Bits hints(self, xmlNode* node) except? 0xFFFFFFFFFFFFFFFF:
        cdef xmlAttr* attribute = node.properties
        cdef Bits bits = 0
        cdef Name* name
        cdef xmlNode* value
        cdef Py_ssize_t size
        while attribute is not NULL:
            name = self.named(attribute.name)
            if name.attribute == NAMING:
                value = attribute.children
                if value is not NULL and value.next is NULL and value.content is not NULL:
                    size = strlen(<const char*>value.content)
                    if size < LONGEST:
                        bits |= self.scanner.scan(value.content, size)
                elif value is not NULL:
                    bits |= <Bits>hint_bits(value_of(attribute))
            elif name.attribute == GATE:
                self.page.metas.append((AMP_GATE, value_of(attribute)))
            elif name.attribute == HIDER and not self.hidden_at and hides(self.tags[name.number], value_of(attribute)):
                self.hidden_at = self.depth + 1
            attribute = attribute.next
        return bits

    cdef int unseen(self, xmlNode* node, int flow, int what) except -1:
        """Metadata is taken, what no reader sees is passed over."""
        if what == META_:
            name = attribute_of(node, b"property") or attribute_of(node, b"name") or attribute_of(node, b"itemprop")
            content = attribute_of(node, b"content")
            if name and content:
                self.page.metas.append((name.lower(), content))
        elif what == TITLE:
            if self.page.title is None:
                self.page.title = " ".join(text_of(node).split()) or None
        elif what == SCRIPT:
            if "ld+json" in (attribute_of(node, b"type") or ""):
                self.page.scripts.append(text_of(node))
        elif what == PLAYER:
            self.image(attribute_of(node, b"poster") or attribute_of(node, b"src"), attribute_of(node, b"title") or "")
        self.elements += count_below(node)
        return 0

    cdef int structure(self, int what, xmlNode* node) except -1:
        if what == UL or what == OL:
            self.lists.append([what == OL, 0])
        elif what == LI_:
            if self.lists:
                self.lists[-1][1] += 1
        elif what == TABLE:
            self.tables.append([self.table_count, -1, -1, False])
            self.table_count += 1
        elif what == HTML:
            self.page.lang = self.page.lang or attribute_of(node, b"lang") or attribute_of(node, b"xml:lang")
        elif self.tables and what == TR:
            self.tables[-1][1] += 1
            self.tables[-1][2] = -1
        elif self.tables and (what == CELL or what == HEADER):
            self.tables[-1][2] += 1
            self.tables[-1][3] = what == HEADER
        return 0

    cdef int void(self, int what, xmlNode* node) except -1:
        if what == BR:
            if self.pieces:
                self.breaks += 1
                if self.in_pre():
                    self.put_raw(b"\n", 1)
                    self.pieces += 1
                elif self.breaks >= 2:
                    self.flush()
                else:
                    self.gap = True
                    self.pieces += 1
        elif what == IMG:
            source = None
            for key in SOURCES:
                source = attribute_of(node, <bytes>key) or None
                if source:
                    break
            self.image(source, attribute_of(node, b"alt") or "")
        elif what == INPUT:
            kind = attribute_of(node, b"type")
            self.page.fields.append((len(self.texts), ("text" if kind is None else kind).lower()))
        elif what == HR:
            self.flush()
            self.page.rules.append(len(self.texts))
        return 0

    cdef int image(self, source, str alt) except -1:
        self.page.images.append(new_tuple(Image, (source, " ".join(alt.split()), len(self.texts))))
        return 0

    cdef inline bint in_pre(self) noexcept:
        return (self.stack[self.depth].context & PRE) != 0

    cdef int link(self, xmlNode* node) except -1:
        self.linkdepth += 1
        if self.last_link == self.pieces:
            self.put_gap()
        self.linkcount += 1
        href = attribute_of(node, b"href")
        if href is None:
            self.open_mark(0, -1)
        else:
            self.hrefs.append(href)
            self.open_mark(0, len(self.hrefs) - 1)
        return 0

    cdef int put_gap(self) except -1:
        """Two links side by side are two words."""
        if self.in_pre():
            self.put_raw(b" ", 1)
        else:
            self.gap = True
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
        if not self.in_pre() and mark.offset < self.size and self.buffer[mark.offset] == 32:
            start += 1
        if self.mark_count == self.mark_room:
            self.mark_room *= 2
            marks = PyMem_Realloc(self.marks, self.mark_room * sizeof(Done))
            if not marks:
                raise MemoryError
            self.marks = <Done*>marks
        self.marks[self.mark_count] = Done(mark.kind, start, self.chars, mark.href)
        self.mark_count += 1
        return 0

    cdef int end(self) except -1:
        """The innermost element ends."""
        cdef Open* top = &self.stack[self.depth]
        if top.flow == BLOCK:
            if self.pieces or self.inline:
                self.flush()
            self.home_count -= 1
            if top.what == UL or top.what == OL:
                self.lists.pop()
            elif top.what == TABLE:
                self.tables.pop()
            self.node_end.data.as_longlongs[top.node] = len(self.parent)
        elif top.flow == INLINE:
            if top.what == A:
                self.linkdepth -= 1
                self.close_mark()
            elif top.what == EMPHATIC:
                if top.bit == STRONG:
                    self.strongdepth -= 1
                self.close_mark()
            self.node_end.data.as_longlongs[top.node] = len(self.parent)
        self.depth -= 1
        if self.hidden_at > self.depth:
            self.hidden_at = 0
        return 0

    cdef int data(self, Bytes text) except -1:
        """Text: white space folded as it is copied, letters counted."""
        cdef Bytes p = text
        cdef int step = space_at(p)
        while step:
            p += step
            step = space_at(p)
        if p[0] == 0:
            if p != text and (self.pieces or self.in_pre()):
                if self.in_pre():
                    self.put_raw(text, p - text)
                self.gap = True
                self.pieces += 1
            return 0
        cdef Py_ssize_t length = strlen(<const char*>p)
        cdef int before = self.letters
        if self.in_pre():
            self.count(p)
            self.put_raw(text, length + (p - text))
        else:
            if p != text:
                self.gap = True
            self.put(p, length)
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

    cdef void count(self, Bytes p) noexcept:
        """Count the letters of a text."""
        cdef int step
        while p[0]:
            step = space_at(p)
            if step:
                p += step
            else:
                self.letters += (p[0] & 0xC0) != 0x80
                p += 1

    cdef int put(self, Bytes p, Py_ssize_t length) except -1:
        """Copy a text with its white space folded."""
        cdef unsigned char* out
        cdef unsigned char c
        cdef int step, letters = 0, chars = 0
        cdef bint gap = self.gap
        self.room_for(length + 1)
        out = self.buffer + self.size
        while True:
            c = p[0]
            if c > 32 and c < 0xC2:  # no white space begins so
                if c == 0:
                    break
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
                continue
            if c == 0:
                break
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
            letters += 1
        self.size = out - self.buffer
        self.letters += letters
        self.chars += chars + letters
        self.gap = gap
        return 0

    cdef int flush(self) except -1:
        """End the current block, if it holds any text; links and emphasis that are open go on in the next."""
        cdef int i
        if self.letters:
            self.emit()
        self.fresh()
        for i in range(self.open_count):
            self.open_marks[i].pieces = self.open_marks[i].start = self.open_marks[i].offset = 0
        if self.open_count:
            if self.linkdepth:
                self.inline |= LINK
                self.linkcount = 1
            if self.strongdepth:
                self.inline |= STRONG
        return 0

    cdef int emit(self) except -1:
        cdef Open* home = &self.stack[self.homes[self.home_count - 1]]
        cdef Open* near = &self.stack[self.homes[self.home_count - 2]] if self.home_count > 1 else home
        cdef Open* next_ = &self.stack[self.homes[self.home_count - 3]] if self.home_count > 2 else near
        cdef int block = len(self.texts)
        cdef int i
        cdef str text = PyUnicode_DecodeUTF8(<const char*>self.buffer, self.size, "replace")
        cdef int cut = 0
        if home.context & PRE:
            cut = len(text) - len(text.lstrip("\n"))
            text = text.strip("\n").rstrip()
        cdef int size = len(text)
        page = self.page
        self.texts.append(text)
        push(self.node_of, max(home.node, 0))
        self.tag_of.append(self.tags[home.tag])
        push(self.linked_of, min(self.linked, size))
        push(self.links_of, self.linkcount)
        push(self.strong_of, min(self.strong, size))
        push_bits(self.inline_of, self.inline)
        push_bits(self.context_of, home.context)
        push_bits(self.own_of, home.hints | self.inline_hints)
        push_bits(self.near_of, near.hints | next_.hints)
        push_bits(self.far_of, home.far)
        self.make_of.append(
            (self.tags[home.tag], home.hints, self.tags[near.tag], near.hints, self.tags[next_.tag], next_.hints)
        )
        self.hidden_of.append(self.hidden_at > 0)
        for i in range(self.open_count):
            self.set_mark(self.open_marks[i])
        if self.mark_count:
            page.spots[block] = self.spots(cut, size)
        if self.lists and home.context & LI:
            page.items[block] = new_tuple(Item, (len(self.lists), bool(self.lists[-1][0]), max(self.lists[-1][1], 1)))
        if self.tables and self.tables[-1][2] >= 0:
            table, row, column, header = self.tables[-1]
            page.cells[block] = Cell(table, max(row, 0), column, bool(header))
        return 0


    cdef list spots(self, int cut, int size):
        """The marks of a block, as the page keeps them."""
        cdef list out = []
        cdef int i
        cdef Done* mark
        for i in range(self.mark_count):
            mark = &self.marks[i]
            href = None if mark.href < 0 else self.hrefs[mark.href]
            out.append((max(mark.start - cut, 0), min(mark.end - cut, size), KINDS[mark.kind], href))
        return out


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
