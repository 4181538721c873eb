# cython: language_level=3, boundscheck=False, initializedcheck=False, cdivision=True
"""The compiled twin of `PageBuilder`: the same page, column for column (tests compare the two).

No event, attribute or piece of white space becomes a Python object. Who drives it gives elements and text in order:
`_walk` from a tree, `_events` from the parser.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport memset, strcmp, strlen, strstr

from cleanpress.segment._attributes cimport decoded, filled, hides, text_or_none, value_of
from cleanpress.segment._columns cimport Row

from cleanpress.errors import LimitError
from cleanpress.model import Cell, Image, Item
from cleanpress.read.declared import AMP_GATE
from cleanpress.rules.hints import hints
from cleanpress.segment._block import kinds
from cleanpress.segment.html import HIDING, IMAGE_SOURCES, LONGEST_NAME, NAMED, PLAYERS
from cleanpress.segment.tags import CONTEXT_BIT, EMPHASIS, FLOW, Flow

cdef enum:
    INLINE = 0
    BLOCK = 1
    VOID = 2
    SKIP = 3
    META = 4
    PLAIN = 0  # attributes: says nothing, names the element, may hide it
    NAMING = 1
    STYLE = 2
    HIDDEN = 3
    ARIA_HIDDEN = 4
    GATE = 5  # tells of access
    CLASS = 6
    ID = 7

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
WHAT.update(dict.fromkeys(PLAYERS, PLAYER))
WHAT.update(dict.fromkeys(EMPHASIS, EMPHATIC))
cdef dict HIDERS = {"style": STYLE, "hidden": HIDDEN, "aria-hidden": ARIA_HIDDEN}
assert HIDERS.keys() == HIDING
cdef dict ATTRIBUTE = {**dict.fromkeys(NAMED, NAMING), **HIDERS, AMP_GATE: GATE, "class": CLASS, "id": ID}
cdef list KINDS = list(kinds())
cdef object new_tuple = tuple.__new__  # a named tuple's own constructor is slow
cdef tuple SOURCES = tuple([_key.encode() for _key in IMAGE_SOURCES])


cdef class Builder(Columns):
    """Fills one page; used once."""

    def __cinit__(self, page, limits):
        self.seen_names = Names(hints().scanner)
        self.classes, self.ids = page.classes, page.ids
        self.tags, self.lists, self.tables, self.numbers = [""], [], [], {"": 0}
        memset(self.names, 0, sizeof(self.names))
        memset(self.makes, 0, sizeof(self.makes))
        self.max_nodes, self.max_depth = min(limits.max_nodes, 2**31 - 2), min(limits.max_depth, 2**31 - 2)
        self.room = 64
        self.stack = <Open*>PyMem_Malloc(self.room * sizeof(Open))
        self.homes = <int*>PyMem_Malloc(self.room * sizeof(int))
        if not self.stack or not self.homes:
            raise MemoryError
        memset(self.stack, 0, sizeof(Open))
        self.stack[0].flow = BLOCK
        self.stack[0].node = -1
        self.homes[0] = 0
        self.home_count = 1

    def __dealloc__(self):
        PyMem_Free(self.stack)
        PyMem_Free(self.homes)

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
        if word not in self.numbers:
            self.numbers[word] = len(self.tags)
            self.tags.append(word)
        name.number = self.numbers[word]
        name.flow = FLOW.get(word, BLOCK)
        name.bit = CONTEXT_BIT.get(word, 0)
        name.what = WHAT.get(word, NOTHING)
        name.mark = KINDS.index(EMPHASIS[word]) if name.what == EMPHATIC else 0
        name.attribute = ATTRIBUTE.get(word, PLAIN)
        return name

    cdef int start(self, Bytes tag, Bytes* attributes) except -1:
        """An element begins.

        Args:
            tag: Its name.
            attributes: Names and values by turns, then NULL; a value may be NULL. NULL if there are none.

        Returns:
            What is to be done with it.
        """
        cdef Name name = self.named(tag)[0]  # a copy: the table may be cleared before the end
        cdef Open* top
        cdef Open* new
        cdef int number = <int>self.element_count
        self.seen += 1
        if name.flow >= SKIP:
            return self.unseen(name.what, attributes)
        if name.flow == BLOCK and (self.pieces or self.inline):
            self.flush()
        if number > self.max_nodes:
            raise LimitError(f"more than {self.max_nodes} elements; raise Limits.max_nodes to read it")
        if self.depth > self.max_depth:
            raise LimitError(f"nested deeper than {self.max_depth}; raise Limits.max_depth to read it")
        cdef Bits hints = self.hints_of(attributes) if attributes is not NULL else 0
        if self.depth + 2 > self.room:
            self.grow()
        top = &self.stack[self.depth]
        self.add_element(top.node, self.seen - 1, self.tags[name.number])
        self.depth += 1
        new = &self.stack[self.depth]
        new.tag, new.flow, new.what, new.node = name.number, name.flow, name.what, number
        new.mark = name.mark
        new.bit, new.hints = name.bit, hints
        new.context = top.context | name.bit
        new.far = top.far | top.hints
        self.pre = (new.context & PRE) != 0
        self.open(new, attributes)
        return WALKED

    cdef int open(self, const Open* new, Bytes* attributes) except -1:
        """What a new element does to the text around it."""
        if new.flow == BLOCK:
            self.homes[self.home_count] = self.depth
            self.home_count += 1
            if new.what:
                self.structure(new.what, attributes)
        elif new.flow == VOID:
            self.void_(new.what, attributes)
        else:
            self.inline |= new.bit
            self.inline_hints |= new.hints
            if new.what == A:
                self.link(value_of(attributes, b"href"))
            elif new.what == EMPHATIC:
                if new.bit == STRONG:
                    self.strongdepth += 1
                self.open_mark(new.mark, -1)
        return 0

    cdef int grow(self) except -1:
        """Room for more open elements."""
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

    cdef Bits hints_of(self, Bytes* attributes) except? 0xFFFFFFFFFFFFFFFF:
        """The hints in an element's attributes; whether they hide it, and what they tell of access, is noted."""
        cdef Bits bits = 0
        cdef int sort
        cdef Bytes value
        cdef Py_ssize_t size
        cdef dict known
        while attributes[0] is not NULL:
            sort = self.named(attributes[0]).attribute
            if sort != PLAIN:
                value = attributes[1] if attributes[1] is not NULL else <Bytes>b""
                if sort == CLASS or sort == ID:
                    known = self.classes if sort == CLASS else self.ids
                    if known is not None and value[0]:
                        self.keep(known, decoded(value))
                if sort == NAMING or sort == CLASS or sort == ID:
                    size = strlen(<const char*>value)
                    if size < LONGEST:
                        bits |= self.seen_names.bits(value, size)
                elif sort == GATE:
                    self.page.metas.append((AMP_GATE, decoded(value)))
                elif not self.hidden_at and (
                    sort == HIDDEN or (hides(value) if sort == STYLE else strcmp(<const char*>value, b"true") == 0)
                ):
                    self.hidden_at = self.depth + 1
            attributes += 2
        return bits

    cdef int keep(self, dict known, str value) except -1:
        """Note that the element which begins has a class or id."""
        nodes = known.get(value)
        if nodes is None:
            known[value] = [self.element_count]
        else:
            (<list>nodes).append(self.element_count)
        return 0

    cdef int unseen(self, int what, Bytes* attributes) except -1:
        """Metadata is taken, what no reader sees is passed over."""
        cdef Bytes content
        if what == META_:
            name = text_or_none(filled(attributes, (b"property", b"name", b"itemprop")))
            content = value_of(attributes, b"content")
            if name and content is not NULL and content[0]:
                self.page.metas.append((name.lower(), decoded(content)))
        elif what == TITLE:
            return TITLE_READ if self.page.title is None else PASSED
        elif what == SCRIPT:
            content = value_of(attributes, b"type")
            return SCRIPT_READ if content is not NULL and strstr(<const char*>content, b"ld+json") else PASSED
        elif what == PLAYER:
            content = filled(attributes, (b"poster",))
            self.image(content if content is not NULL else value_of(attributes, b"src"), value_of(attributes, b"title"))
        return PASSED

    cdef int told(self, int course, str text) except -1:
        """The text of an element whose text was wanted."""
        if course == TITLE_READ:
            self.page.title = " ".join(text.split()) or None
        else:
            self.page.scripts.append(text)
        return 0

    cdef int structure(self, int what, Bytes* attributes) except -1:
        if what == UL or what == OL:
            self.lists.append([what == OL, 0])
        elif what == LI_:
            if self.lists:
                self.lists[-1][1] += 1
        elif what == TABLE:
            self.tables.append([self.table_count, -1, -1, False])
            self.table_count += 1
        elif what == HTML:
            self.page.lang = self.page.lang or text_or_none(filled(attributes, (b"lang",))) or text_or_none(
                value_of(attributes, b"xml:lang")
            )
        elif self.tables and what == TR:
            self.tables[-1][1] += 1
            self.tables[-1][2] = -1
        elif self.tables and (what == CELL or what == HEADER):
            self.tables[-1][2] += 1
            self.tables[-1][3] = what == HEADER
        return 0

    cdef int void_(self, int what, Bytes* attributes) except -1:
        cdef Bytes kind
        if what == BR:
            if self.pieces and self.line_break():
                self.flush()
        elif what == IMG:
            self.image(filled(attributes, SOURCES), value_of(attributes, b"alt"))
        elif what == INPUT:
            kind = value_of(attributes, b"type")
            self.page.fields.append((len(self.texts), "text" if kind is NULL else decoded(kind).lower()))
        elif what == HR:
            self.flush()
            self.page.rules.append(len(self.texts))
        return 0

    cdef int image(self, Bytes source, Bytes alt) except -1:
        cdef str said = "" if alt is NULL or not alt[0] else " ".join(decoded(alt).split())
        self.page.images.append(new_tuple(Image, (text_or_none(source), said, len(self.texts))))
        return 0

    cdef int link(self, Bytes href) except -1:
        self.linkdepth += 1
        if self.last_link == self.pieces:
            self.put_gap()
        self.linkcount += 1
        if href is NULL:
            self.open_mark(0, -1)
        else:
            self.hrefs.append(decoded(href))
            self.open_mark(0, <int>len(self.hrefs) - 1)
        return 0

    cdef int end(self) except -1:
        """The innermost element ends."""
        cdef Open* top = &self.stack[self.depth]
        if not self.depth:
            return 0
        if top.flow == BLOCK:
            if self.pieces or self.inline:
                self.flush()
            self.home_count -= 1
            if top.what == UL or top.what == OL:
                self.lists.pop()
            elif top.what == TABLE:
                self.tables.pop()
            self.elements[top.node].end = self.element_count
        elif top.flow == INLINE:
            if top.what == A:
                self.linkdepth -= 1
                self.close_mark()
            elif top.what == EMPHATIC:
                if top.bit == STRONG:
                    self.strongdepth -= 1
                self.close_mark()
            self.elements[top.node].end = self.element_count
        self.depth -= 1
        self.pre = (self.stack[self.depth].context & PRE) != 0
        if self.hidden_at > self.depth:
            self.hidden_at = 0
        return 0

    cdef int flush(self) except -1:
        """End the current block, if it holds any text; links and emphasis that are open go on in the next."""
        if self.letters:
            self.emit()
        self.fresh()
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
        cdef int block = <int>len(self.texts)
        cdef str text = PyUnicode_DecodeUTF8(<const char*>self.buffer, self.size, "replace")
        cdef int cut = 0
        if home.context & PRE:
            cut = <int>(len(text) - len(text.lstrip("\n")))
            text = text.strip("\n").rstrip()
        cdef int size = <int>len(text)
        self.add_row(Row(
            max(home.node, 0), min(self.linked, size), self.linkcount, min(self.strong, size), self.inline,
            home.context, home.hints | self.inline_hints, near.hints | next_.hints, home.far,
        ))
        self.texts.append(text)
        self.tag_of.append(self.tags[home.tag])
        self.make_of.append(self.make_for(home, near, next_, block))
        self.hidden_of.append(self.hidden_at > 0)
        if self.open_count or self.mark_count > self.mark_first:
            self.settle_marks(block, cut, size)
        if self.lists and home.context & LI:
            self.page.items[block] = new_tuple(
                Item, (len(self.lists), bool(self.lists[-1][0]), max(self.lists[-1][1], 1))
            )
        if self.tables and self.tables[-1][2] >= 0:
            table, row, column, header = self.tables[-1]
            self.page.cells[block] = new_tuple(Cell, (table, max(row, 0), column, bool(header)))
        return 0

    cdef tuple make_for(self, const Open* home, const Open* near, const Open* next_, int block):
        """The make of a block: that of an earlier one if it is the same, as it mostly is."""
        cdef Bits key = home.hints ^ near.hints * 3 ^ next_.hints * 5 ^ <Bits>(home.tag ^ near.tag << 8 ^ next_.tag << 16)
        cdef Make* known = &self.makes[key * <Bits>0x9E3779B97F4A7C15ULL >> 58]
        if known.block and known.tags[0] == home.tag and known.tags[1] == near.tag and known.tags[2] == next_.tag:
            if known.hints[0] == home.hints and known.hints[1] == near.hints and known.hints[2] == next_.hints:
                return self.make_of[known.block - 1]
        known.tags[0], known.tags[1], known.tags[2] = home.tag, near.tag, next_.tag
        known.hints[0], known.hints[1], known.hints[2] = home.hints, near.hints, next_.hints
        known.block = block + 1
        return (self.tags[home.tag], home.hints, self.tags[near.tag], near.hints, self.tags[next_.tag], next_.hints)
