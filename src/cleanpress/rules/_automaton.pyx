# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The states of the compiled automaton over phrases: made of the phrases, or taken as bytes that the build made."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from libc.stdint cimport int64_t, uint16_t
from libc.string cimport memcmp, memcpy, memset

cdef tuple PLACES = ("any", "start", "end", "whole")
cdef dict WHERE = {name: number for number, name in enumerate(PLACES)}
assert (ANY, START, END, WHOLE) == (0, 1, 2, 3)
cdef const char* MARK = b"phrases1"  # begins what `dumped` gives; another number for another form



cdef struct Head:  # of an automaton as bytes
    char mark[8]
    int64_t letters
    int64_t cells
    int64_t entries
    int64_t count
    int64_t within


cdef class Rows:
    """A table that grows."""

    def __dealloc__(self):
        PyMem_Free(self.table)

    cdef int* more(self, int width) except NULL:
        """Room for a row."""
        cdef void* table
        if self.table is NULL or self.size + width > self.room:
            self.room = 2 * (self.size + width) + 4096
            table = PyMem_Realloc(self.table, self.room * sizeof(int))
            if not table:
                raise MemoryError
            self.table = <int*>table
        self.size += width
        return self.table + self.size - width


cdef inline unsigned int pack(int low, int width, bint inside) noexcept:
    return <unsigned int>inside | <unsigned int>low << 1 | <unsigned int>width << 16


cdef class States:
    """An automaton over phrases (Aho and Corasick 1975) that looks for the beginning of a word only where one may begin.

    It has two roots, one for the place after a word's letter. A state's row holds only what differs from its root's:
    few states have more than a handful of such letters. States near the roots, which are met most, stand together.

    Args:
        entries: For each phrase (cue, where, max words, needs a word boundary before, after) of each of its cues; the
            boundaries as `entries.distinct` gives them.
    """

    def __cinit__(self, dict entries):
        if entries is not None:
            self.make(entries)

    cdef int make(self, dict entries) except -1:
        cdef Py_ssize_t most = 2 + sum(map(len, entries))
        self.phrases = tuple(sorted(entries))
        given = tuple(map(entries.__getitem__, self.phrases))
        self.count = len(self.phrases)
        self.entry_count = sum(map(len, given))
        self.words = <Word*>PyMem_Calloc(self.count + 1, sizeof(Word))
        self.entries = <Entry*>PyMem_Calloc(1 + self.entry_count, sizeof(Entry))
        if not self.words or not self.entries:
            raise MemoryError
        kinds = self.classify(sorted(set("".join(self.phrases))))
        self.note(given)
        self.build(most, kinds)
        return 0

    def __dealloc__(self):
        if self.raw is not None:
            return
        PyMem_Free(self.sort)
        PyMem_Free(self.cells)
        PyMem_Free(self.entries)
        PyMem_Free(self.words)

    def __len__(self):
        return self.count

    cdef int classify(self, list alphabet) except -1:
        """Give each letter its class, letters of words first; gives for how many these are, and how many there are."""
        cdef Py_ssize_t code
        if len(alphabet) > 32000:
            raise OverflowError("too many kinds of letters in phrases for one automaton")
        self.letters = max(128, 1 + (ord(alphabet[len(alphabet) - 1]) if alphabet else 0))
        self.sort = <uint16_t*>PyMem_Calloc(self.letters, sizeof(uint16_t))
        if not self.sort:
            raise MemoryError
        for code in range(self.letters):
            self.sort[code] = PLAIN if joined(<Py_UCS4>code) else OTHER
        for i, letter in enumerate(alphabet):
            self.sort[<Py_ssize_t>ord(letter)] = i + 2
        return len(alphabet) + 2

    def dumped(self):
        """The automaton as bytes, for `loaded` on a machine of this kind."""
        cdef Head head
        memset(&head, 0, sizeof(head))
        memcpy(head.mark, MARK, 8)
        head.letters, head.cells, head.entries, head.count = self.letters, self.cell_count, self.entry_count, self.count
        head.within = self.within
        parts = [
            PyBytes_FromStringAndSize(<char*>&head, sizeof(head)),
            PyBytes_FromStringAndSize(<char*>self.cells, self.cell_count * sizeof(int)),
            PyBytes_FromStringAndSize(<char*>self.entries, self.entry_count * sizeof(Entry)),
            PyBytes_FromStringAndSize(<char*>self.words, self.count * sizeof(Word)),
            PyBytes_FromStringAndSize(<char*>self.sort, self.letters * sizeof(uint16_t)),
            "\n".join(self.phrases).encode("utf-8"),
        ]
        return b"".join(parts)

    @classmethod
    def loaded(cls, bytes raw):
        """An automaton from what `dumped` gave, which is used where it lies.

        Raises:
            ValueError: Bytes of another form, or of a machine of another kind.
        """
        cdef States self = cls(None)
        cdef const char* at = PyBytes_AS_STRING(raw)
        cdef Head head
        if PyBytes_GET_SIZE(raw) < <Py_ssize_t>sizeof(head):
            raise ValueError("no automaton")
        memcpy(&head, at, sizeof(head))
        cdef Py_ssize_t size = sizeof(head) + head.cells * sizeof(int) + head.entries * sizeof(Entry)
        size += head.count * sizeof(Word) + head.letters * sizeof(uint16_t)
        if memcmp(head.mark, MARK, 8) != 0 or PyBytes_GET_SIZE(raw) < size:
            raise ValueError("no automaton, or one of another form")
        self.raw = raw
        self.letters, self.cell_count, self.entry_count, self.count = head.letters, head.cells, head.entries, head.count
        self.within = head.within
        self.cells = <unsigned int*>(at + sizeof(head))
        self.entries = <Entry*>(self.cells + head.cells)
        self.words = <Word*>(self.entries + head.entries)
        self.sort = <uint16_t*>(self.words + head.count)
        return self

    cdef tuple spelled(self):
        """The phrases."""
        if self.phrases is None:
            at = <Py_ssize_t>(<const char*>(self.sort + self.letters) - PyBytes_AS_STRING(self.raw))
            self.phrases = tuple(self.raw[at:].decode("utf-8").split("\n")) if self.count else ()
        return self.phrases

    cdef int note(self, tuple given) except -1:
        """Lay out the entries of the phrases."""
        cdef int at = 0
        cdef Py_ssize_t i
        for i in range(self.count):
            self.words[i].entry = at
            self.words[i].length = len(<str>self.phrases[i])
            for cue, where, words, before, after in <tuple>given[i]:
                self.entries[at] = Entry(cue, words, <Where><int>WHERE[where], before, after)
                at += 1
            self.words[i].stop = at
        return 0

    cdef int build(self, Py_ssize_t most, int kinds) except -1:
        """The tree of the phrases, then its rows, nearest to the root first, then both laid out together."""
        cdef Node* nodes = <Node*>PyMem_Calloc(most, sizeof(Node))
        cdef int* queue = <int*>PyMem_Calloc(most, sizeof(int))
        cdef Rows rows = Rows()
        try:
            if not nodes or not queue:
                raise MemoryError
            count = self.grow(nodes)
            self.link(nodes, queue, rows, kinds)
            self.lay(nodes, queue, count, rows)
        finally:
            PyMem_Free(nodes)
            PyMem_Free(queue)
        return 0

    cdef int grow(self, Node* nodes) except -1:
        """The tree; 0 is its root, 1 the other. Phrases come in order, so that a new node is always the last child."""
        cdef int count = 2, node, size, depth, common
        cdef Py_ssize_t i
        cdef str phrase, before = ""
        cdef int path[256]
        nodes[0].found = nodes[1].found = -1
        nodes[1].inside = True
        path[0] = 0
        for i in range(self.count):
            phrase = self.phrases[i]
            size = len(phrase)
            if size > 255:
                raise OverflowError(f"a phrase of more than 255 letters: {phrase!r}")
            common = 0
            while common < len(before) and common < size and before[common] == phrase[common]:
                common += 1
            for depth in range(common, size):
                node = path[depth]
                if nodes[node].last:
                    nodes[nodes[node].last].sibling = count
                else:
                    nodes[node].first = count
                nodes[node].last = path[depth + 1] = count
                nodes[count].letter = self.sort[<Py_ssize_t><Py_UCS4>phrase[depth]]
                nodes[count].inside = joined(<Py_UCS4>phrase[depth])
                nodes[count].found = -1
                count += 1
            nodes[path[size]].found = <int>i
            before = phrase
        return count

    cdef int root_rows(self, Node* nodes, Rows rows, int kinds) except -1:
        """Where the roots go: to the other root but for their children."""
        cdef int* outside = rows.more(2 * kinds)
        cdef int* within = outside + kinds
        cdef int child, kind
        cdef Py_ssize_t code
        nodes[0].high = nodes[1].high = kinds
        nodes[1].base = kinds
        for kind in range(kinds):
            outside[kind] = within[kind] = 1 if kind == PLAIN else 0
        for code in range(self.letters):
            if self.sort[code] > OTHER and joined(<Py_UCS4>code):
                outside[self.sort[code]] = within[self.sort[code]] = 1
        child = nodes[0].first
        while child:
            nodes[child].back = nodes[child].inside
            outside[nodes[child].letter] = child
            if not nodes[child].inside:
                within[nodes[child].letter] = child
            child = nodes[child].sibling
        return 0

    cdef int link(self, Node* nodes, int* queue, Rows rows, int kinds) except -1:
        """The rows: what the state to fall back to does, but for the children."""
        cdef int head = 2, tail = 2, child, kind
        cdef Node* node
        cdef Node* behind
        cdef int* row
        self.root_rows(nodes, rows, kinds)
        queue[1] = 1
        child = nodes[0].first
        while child:
            queue[tail] = child
            tail += 1
            child = nodes[child].sibling
        while head < tail:
            node = &nodes[queue[head]]
            behind = &nodes[node.back]
            head += 1
            node.low, node.high = (behind.low, behind.high) if node.back > 1 else (kinds, kinds)
            child = node.first
            while child:
                node.high = max(node.high, nodes[child].letter + 1) if node.low < node.high else nodes[child].letter + 1
                node.low = min(node.low, nodes[child].letter)
                child = nodes[child].sibling
            node.base = <int>rows.size
            row = rows.more(node.high - node.low)
            memcpy(row, rows.table + node.low + (kinds if node.inside else 0), (node.high - node.low) * sizeof(int))
            if node.back > 1:
                memcpy(row + behind.low - node.low, rows.table + behind.base, (behind.high - behind.low) * sizeof(int))
            child = node.first
            while child:
                kind = nodes[child].letter - node.low
                nodes[child].back = row[kind]
                row[kind] = queue[tail] = child
                tail += 1
                child = nodes[child].sibling
            if node.found < 0:
                node.found = behind.found
            else:
                self.words[node.found].shorter = behind.found
        return 0

    cdef int lay(self, Node* nodes, int* queue, int count, Rows rows) except -1:
        """All states one after the other, each with its row, whose numbers become places."""
        cdef int i, k, node, place = 0
        cdef unsigned int* cell
        self.cells = <unsigned int*>PyMem_Malloc((HEAD * count + rows.size) * sizeof(int))
        cdef int* places = <int*>PyMem_Malloc(count * sizeof(int))
        if not self.cells or not places:
            PyMem_Free(places)
            raise MemoryError
        for i in range(count):
            node = queue[i]
            places[node] = place
            place += HEAD + nodes[node].high - nodes[node].low
        for i in range(count):
            node = queue[i]
            cell = self.cells + places[node]
            cell[0] = pack(nodes[node].low, nodes[node].high - nodes[node].low, nodes[node].inside)
            cell[1] = <unsigned int>nodes[node].found
            for k in range(nodes[node].high - nodes[node].low):
                cell[HEAD + k] = <unsigned int>places[rows.table[nodes[node].base + k]]
        self.within = places[1]
        self.cell_count = HEAD * count + rows.size
        PyMem_Free(places)
        return 0


def places():
    """Where in a block a phrase may have to stand, in the order of their numbers."""
    return PLACES
