# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled twin of `hints._look_up`: one pass over the letters of a name, nothing remembered (tests compare the two)."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memcmp, memcpy, memset

cdef extern from "Python.h":
    bint Py_UNICODE_ISALPHA(uint32_t letter) nogil
    bint Py_UNICODE_ISLOWER(uint32_t letter) nogil
    bint Py_UNICODE_ISUPPER(uint32_t letter) nogil

cdef enum:
    SLOTS = 1024  # of the names that are remembered, of which half are filled
    STORE = 32768  # bytes of them
    LETTERS = 40  # classes of letters: a-z, 0-9, what else stands in words, all others


cdef class Scanner:
    """An automaton over hint words.

    Args:
        entries: For each word (ASCII, lower case) the bits that it gives as a whole word and as a stem.
    """

    def __cinit__(self, dict entries):
        cdef Py_ssize_t most = 2 + sum(map(len, entries))
        cdef int i, state, other
        self.next = <short*>PyMem_Calloc(most * LETTERS, sizeof(short))
        self.as_word = <unsigned long long*>PyMem_Calloc(most, sizeof(unsigned long long))
        self.as_stem = <unsigned long long*>PyMem_Calloc(most, sizeof(unsigned long long))
        self.length = <short*>PyMem_Calloc(most, sizeof(short))
        self.shorter = <short*>PyMem_Calloc(most, sizeof(short))
        if not (self.next and self.as_word and self.as_stem and self.length and self.shorter):
            raise MemoryError
        if most > 32000:
            raise OverflowError("too many hint words for one automaton")
        self._sort(entries)
        self._link(self._add(entries))

    def __dealloc__(self):
        PyMem_Free(self.next)
        PyMem_Free(self.as_word)
        PyMem_Free(self.as_stem)
        PyMem_Free(self.length)
        PyMem_Free(self.shorter)

    def _sort(self, dict entries):
        """Give each letter its class."""
        cdef int i
        memset(self.sort, 0, sizeof(self.sort))
        odd = sorted({c for word in entries for c in word} - set("abcdefghijklmnopqrstuvwxyz"))
        if len(odd) > LETTERS - 27:
            raise OverflowError(f"too many kinds of letters in hint words: {''.join(odd)!r}")
        for i in range(26):
            self.sort[97 + i] = self.sort[65 + i] = 1 + i
        for i, letter in enumerate(odd):
            self.sort[<int>ord(letter)] = 27 + i

    def _add(self, dict entries):
        """The tree of the words; gives the number of its nodes."""
        cdef int count = 1, state, kind
        for word, (as_word, as_stem) in entries.items():
            state = 0
            for letter in word:
                kind = self.sort[<int>ord(letter)]
                if not self.next[state * LETTERS + kind]:
                    self.next[state * LETTERS + kind] = count
                    count += 1
                state = self.next[state * LETTERS + kind]
            self.as_word[state], self.as_stem[state], self.length[state] = as_word, as_stem, len(word)
        return count

    def _link(self, int count):
        """Where to go on when a word breaks off: the tree becomes an automaton (Aho and Corasick 1975)."""
        cdef int state, kind, child, back
        cdef list queue = []
        back_of = [0] * count
        for kind in range(LETTERS):
            if self.next[kind]:
                queue.append(self.next[kind])
        for state in queue:
            back = back_of[state]
            # the longest shorter word that ends here too
            self.shorter[state] = back if self.length[back] else self.shorter[back]
            for kind in range(LETTERS):
                child = self.next[state * LETTERS + kind]
                if child:
                    back_of[child] = self.next[back * LETTERS + kind]
                    queue.append(child)
                else:
                    self.next[state * LETTERS + kind] = self.next[back * LETTERS + kind]

    cdef unsigned long long scan(self, const unsigned char* name, Py_ssize_t size) noexcept nogil:
        """The bits of a name in UTF-8."""
        cdef unsigned long long bits = 0
        cdef Py_ssize_t i, start
        cdef int state = 0, found
        for i in range(size):
            state = self.next[state * LETTERS + self.sort[name[i]]]
            if not state:
                continue
            found = state if self.length[state] else self.shorter[state]
            while found:
                bits |= self.as_stem[found]
                if self.as_word[found]:
                    start = i + 1 - self.length[found]
                    if begins(name, start) and ends(name, i + 1, size):
                        bits |= self.as_word[found]
                found = self.shorter[found]
        return bits

    def bits(self, str name):
        """The bits of a name."""
        cdef bytes raw = name.encode("utf-8", "replace")
        return self.scan(raw, len(raw))


cdef class Names:
    """Remembers the bits of the names of one page, where the same come again and again."""

    def __cinit__(self, Scanner scanner):
        self.scanner = scanner
        self.seen = <Seen*>PyMem_Calloc(SLOTS, sizeof(Seen))
        self.store = <char*>PyMem_Malloc(STORE)
        if not self.seen or not self.store:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.seen)
        PyMem_Free(self.store)

    cdef unsigned long long bits(self, const unsigned char* name, Py_ssize_t size) noexcept nogil:
        """The bits of a name in UTF-8."""
        cdef uint64_t key = size * <uint64_t>0x9E3779B97F4A7C15ULL, eight = 0
        cdef Py_ssize_t done = 0
        cdef Seen* seen
        while size - done >= 8:
            memcpy(&eight, name + done, 8)
            key = (key ^ eight) * <uint64_t>0xBF58476D1CE4E5B9ULL
            key ^= key >> 31
            done += 8
        eight = 0
        memcpy(&eight, name + done, size - done)
        key = ((key ^ eight) * <uint64_t>0xBF58476D1CE4E5B9ULL) | 1
        cdef size_t at = <size_t>(key >> 40) & (SLOTS - 1)
        while True:
            seen = &self.seen[at]
            if seen.key == 0:
                break
            if seen.key == key and seen.size == size and memcmp(self.store + seen.at, name, size) == 0:
                return seen.bits
            at = (at + 1) & (SLOTS - 1)
        cdef uint64_t found = self.scanner.scan(name, size)
        if self.stored + size <= STORE and self.count < SLOTS // 2:
            memcpy(self.store + self.stored, name, size)
            seen.key, seen.bits, seen.at, seen.size = key, found, self.stored, <int>size
            self.stored += <int>size
            self.count += 1
        return found

    def told(self, str name):
        """The bits of a name."""
        cdef bytes raw = name.encode("utf-8", "replace")
        return self.bits(raw, len(raw))


cdef inline bint is_hump(unsigned char before, unsigned char letter) noexcept nogil:
    """Whether a capital follows a small letter: "mainNav"."""
    return 97 <= before <= 122 and 65 <= letter <= 90


cdef inline bint is_letter(unsigned char c) noexcept nogil:
    return 97 <= c <= 122 or 65 <= c <= 90


cdef uint32_t letter_at(const unsigned char* p) noexcept nogil:
    """The letter beyond ASCII that begins here."""
    if p[0] < 0xE0:
        return (p[0] & 0x1F) << 6 | (p[1] & 0x3F)
    if p[0] < 0xF0:
        return (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F)
    return (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F)


cdef inline bint begins(const unsigned char* name, Py_ssize_t start) noexcept nogil:
    """Whether a word may begin at an ASCII letter."""
    cdef Py_ssize_t at = start - 1
    cdef uint32_t before
    if start == 0:
        return True
    if name[at] < 128:
        return not is_letter(name[at]) or is_hump(name[at], name[start])
    while at > 0 and name[at] & 0xC0 == 0x80:
        at -= 1
    before = letter_at(name + at)
    return not Py_UNICODE_ISALPHA(before) or (Py_UNICODE_ISLOWER(before) and 65 <= name[start] <= 90)


cdef inline bint ends(const unsigned char* name, Py_ssize_t end, Py_ssize_t size) noexcept nogil:
    """Whether a word may end after an ASCII letter."""
    cdef uint32_t after
    if end == size:
        return True
    if name[end] < 128:
        return not is_letter(name[end]) or is_hump(name[end - 1], name[end])
    after = letter_at(name + end)
    return not Py_UNICODE_ISALPHA(after) or (Py_UNICODE_ISUPPER(after) and 97 <= name[end - 1] <= 122)
