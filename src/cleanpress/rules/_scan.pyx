# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled twin of `hints._look_up`: one pass over the letters of a name, nothing remembered (tests compare the two)."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.string cimport memset

cdef enum:
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
                    if (start == 0 or not is_letter(name[start - 1]) or is_hump(name[start - 1], name[start])) and (
                        i + 1 == size or not is_letter(name[i + 1]) or is_hump(name[i], name[i + 1])
                    ):
                        bits |= self.as_word[found]
                found = self.shorter[found]
        return bits

    def bits(self, str name):
        """The bits of a name."""
        cdef bytes raw = name.encode("utf-8", "replace")
        return self.scan(raw, len(raw))


cdef inline bint is_hump(unsigned char before, unsigned char letter) noexcept nogil:
    """Whether a capital follows a small letter: "mainNav"."""
    return 97 <= before <= 122 and 65 <= letter <= 90


cdef inline bint is_letter(unsigned char c) noexcept nogil:
    return 97 <= c <= 122 or 65 <= c <= 90 or c >= 128
