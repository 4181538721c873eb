# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The compiled twin of `address.told_plainly`, which tests compare."""

from cleanpress.segment._block cimport Bytes
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from libc.stdint cimport uint64_t
from libc.string cimport memcmp

cdef enum:
    STEP_WORDS = 4  # as in `address`
    ENDING = 5


cdef inline bint is_figure(unsigned char c) noexcept nogil:
    return 48 <= c <= 57


cdef inline bint is_letter(unsigned char c) noexcept nogil:
    return 97 <= c <= 122 or c >= 128


cdef inline bint is_white(unsigned char c) noexcept nogil:
    return c == 32 or 9 <= c <= 13


cdef inline bint same(Text a, Text b) noexcept nogil:
    return a.end - a.p == b.end - b.p and memcmp(a.p, b.p, a.end - a.p) == 0


cdef inline bint begins(Text t, const char* word, Py_ssize_t size) noexcept nogil:
    return t.end - t.p >= size and memcmp(t.p, word, size) == 0


cdef inline Bytes find(Text t, unsigned char c) noexcept nogil:
    """Where a letter first stands, or the end."""
    cdef Bytes p = t.p
    while p < t.end and p[0] != c:
        p += 1
    return p


cdef Bytes behind_scheme(Text t) noexcept nogil:
    """What follows "http:" and the like; NULL if the address does not begin so."""
    cdef Bytes p = t.p
    if p >= t.end or not 97 <= p[0] <= 122:
        return NULL
    while p < t.end and (97 <= p[0] <= 122 or is_figure(p[0]) or p[0] == c'+' or p[0] == c'.' or p[0] == c'-'):
        p += 1
    return p + 1 if p < t.end and p[0] == c':' else NULL


cdef Text host_in(Text t) noexcept nogil:
    """The host that stands behind a scheme."""
    cdef Text host = Text(t.p, t.p)
    if begins(t, b"//", 2):
        host.p += 2
        host.end = host.p
        while host.end < t.end and host.end[0] != c'/' and host.end[0] != c'?' and host.end[0] != c'#':
            host.end += 1
    return host


cdef Text site_of(Text host) noexcept nogil:
    """As `address.site_of`."""
    cdef Bytes p
    cdef Bytes dots[3]
    cdef int count = 0
    host.end = find(host, c':')
    p = host.end
    while p > host.p and count < 3:
        p -= 1
        if p[0] == c'.':
            dots[count] = p
            count += 1
    if count < 2:
        return host
    if host.end - dots[0] - 1 <= 3 and dots[0] - dots[1] - 1 <= 3:
        if count == 3:
            host.p = dots[2] + 1
    else:
        host.p = dots[1] + 1
    return host


cdef int title_words(Text step) noexcept nogil:
    """Runs of letters in a step without the ending of a file."""
    cdef Bytes p = step.end
    cdef int count = 0
    cdef bint inside = False
    while p > step.p and step.end - p <= ENDING:
        p -= 1
        if p[0] == c'.':
            step.end = p
            break
    p = step.p
    while p < step.end:
        if is_letter(p[0]):
            count += not inside
            inside = True
        else:
            inside = False
        p += 1
    return count


cdef bint is_date(Text step) noexcept nogil:
    """Whether a step begins with a year and holds no letters."""
    cdef Bytes p = step.p
    if step.end - p < 4 or not (begins(step, b"19", 2) or begins(step, b"20", 2)):
        return False
    if not is_figure(p[2]) or not is_figure(p[3]):
        return False
    while p < step.end:
        if is_letter(p[0]):
            return False
        p += 1
    return True


cdef bint has_number(Text path) noexcept nogil:
    cdef Bytes p = path.p
    cdef int run = 0
    while p < path.end:
        run = run + 1 if is_figure(p[0]) else 0
        if run == 5:
            return True
        p += 1
    return False


cdef inline Text bare(Text host) noexcept nogil:
    """A host without "www."."""
    if begins(host, b"www.", 4):
        host.p += 4
    return host


cdef inline Text stripped(Text path) noexcept nogil:
    while path.end > path.p and path.end[-1] == c'/':
        path.end -= 1
    return path


cdef class Reader:
    """Reads addresses.

    Args:
        hosts: Words of hosts to bits.
        words: Words of paths to bits.
        hints: How many bits there are.
        forms: Names of the forms of addresses, whose bits follow.
    """

    def __cinit__(self, dict hosts, dict words, Py_ssize_t hints, tuple forms):
        cdef size_t room = 64
        cdef Entry* entry
        if hints + len(forms) > MOST:
            raise OverflowError("more than 64 hints and forms")
        while room < 3 * (len(hosts) + len(words)):
            room *= 2
        self.mask = room - 1
        self.entries = <Entry*>PyMem_Calloc(room, sizeof(Entry))
        if not self.entries:
            raise MemoryError
        self.held = sorted({*hosts, *words})
        for word in self.held:
            entry = self.slot(Text(<Bytes>PyBytes_AS_STRING(word), <Bytes>PyBytes_AS_STRING(word) + len(word)))
            entry.word, entry.size = <Bytes>PyBytes_AS_STRING(word), len(word)
            entry.host, entry.path = hosts.get(word, 0), words.get(word, 0)
        bits = {name: <uint64_t>1 << (hints + i) for i, name in enumerate(forms)}
        self.none, self.anchor, self.scheme = bits["none"], bits["anchor"], bits["scheme"]
        self.unaddressed, self.outside, self.number = bits["unaddressed"], bits["outside"], bits["number"]
        self.dated, self.query, self.own, self.above = bits["dated"], bits["query"], bits["self"], bits["above"]
        self.beside, self.sister = bits["beside"], bits["sister"]
        for i, name in enumerate(("root", "depth1", "depth2", "depth>=3")):
            self.depth[i] = bits[name]
        for i, name in enumerate(("slug<2", "slug<2", "slug2", "slug=3..4", "slug=3..4", "slug>=5")):
            self.slug[i] = bits[name]
        self.count = hints + len(forms)

    def __dealloc__(self):
        PyMem_Free(self.entries)

    cdef Entry* slot(self, Text word) noexcept nogil:
        """Where a word stands, or would."""
        cdef uint64_t key = 0xCBF29CE484222325ULL
        cdef Bytes p = word.p
        cdef Entry* entry
        while p < word.end:
            key = (key ^ p[0]) * <uint64_t>0x100000001B3ULL
            p += 1
        cdef size_t at = <size_t>(key ^ key >> 32) & self.mask
        while True:
            entry = &self.entries[at]
            if entry.word is NULL:
                return entry
            if entry.size == word.end - word.p and memcmp(entry.word, word.p, entry.size) == 0:
                return entry
            at = (at + 1) & self.mask

    cdef uint64_t words(self, Text step) noexcept nogil:
        """The hints of a step's words, if they are few."""
        cdef uint64_t bits = 0
        cdef int count = 0
        cdef Text word = step
        while word.p < step.end:
            if not is_letter(word.p[0]) and not is_figure(word.p[0]):
                word.p += 1
                continue
            count += 1
            if count > STEP_WORDS:
                return 0
            word.end = word.p
            while word.end < step.end and (is_letter(word.end[0]) or is_figure(word.end[0])):
                word.end += 1
            bits |= self.slot(word).path
            word.p = word.end
        return bits

    cdef uint64_t split(self, Text t, bint host) noexcept nogil:
        """The hints of the parts of a host, or of a query."""
        cdef uint64_t bits = 0
        cdef Text part = Text(t.p, t.p)
        cdef bint ends
        while True:
            ends = part.end == t.end
            if ends or (
                (part.end[0] == c'.' or part.end[0] == c':' or part.end[0] == c'-') if host
                else (part.end[0] == c'&' or part.end[0] == c'=')
            ):
                if part.end > part.p:
                    bits |= self.slot(part).host if host else self.words(part)
                if ends:
                    return bits
                part.p = part.end + 1
            part.end += 1

    cdef uint64_t page(self, Text t, Home home) noexcept nogil:
        """As `address._page`."""
        cdef Bytes start = behind_scheme(t)
        if start is not NULL:
            t.p = start
        cdef Text host = host_in(t)
        cdef Text path = Text(host.end, t.end), query = Text(t.end, t.end), rest = Text(t.end, t.end), step
        cdef int steps = 0, longest = 0
        path.end = find(path, c'#')
        if path.end < t.end:
            rest.p = path.end + 1
        query.p = find(path, c'?')
        query.end = path.end
        path.end = query.p
        if query.p < query.end:
            query.p += 1
        cdef uint64_t bits = self.words(rest) | self.split(host, True)
        step = path
        while step.p < path.end:
            if step.p[0] == c'/':
                step.p += 1
                continue
            step.end = path.end
            step.end = find(step, c'/')
            steps += 1
            bits |= self.words(step)
            longest = max(longest, title_words(step))
            if is_date(step):
                bits |= self.dated
            step.p = step.end
        bits |= self.depth[min(steps, 3)] | self.slug[min(longest, 5)]
        if has_number(path):
            bits |= self.number
        if query.p < query.end:
            bits |= self.query | self.split(query, False)
        if host.p < host.end and not same(site_of(host), home.site):
            return bits | self.outside
        if host.p < host.end and not same(bare(host), bare(home.host)):
            bits |= self.sister
        return bits | self.near(stripped(path), home.path)

    cdef uint64_t near(self, Text path, Text own) noexcept nogil:
        """As `address._near`."""
        cdef Py_ssize_t size = path.end - path.p
        cdef Text first = own
        if not size:
            return 0
        if same(path, own):
            return self.own
        if size < own.end - own.p and own.p[size] == c'/' and memcmp(path.p, own.p, size) == 0:
            return self.above
        first.p = min(own.p + 1, own.end)
        first.end = find(first, c'/')
        if first.end == own.end or first.p == own.p:
            return 0
        return self.beside if begins(path, <const char*>own.p, first.end + 1 - own.p) else 0

    cdef uint64_t bits(self, Text t, Home home) noexcept nogil:
        """What an address in small letters says."""
        cdef Bytes rest
        if t.p == t.end or (t.end - t.p == 1 and t.p[0] == c'#') or begins(t, b"javascript:", 11):
            return self.none
        if t.p[0] == c'#':
            return self.anchor | self.words(Text(t.p + 1, t.end))
        rest = behind_scheme(t)
        if rest is NULL or (rest - t.p == 5 and begins(t, b"http:", 5)) or begins(t, b"https:", 6):
            return self.page(t, home)
        if rest < t.end and rest[0] == c'?':
            return self.scheme | self.unaddressed | self.words(Text(rest, t.end))
        return self.scheme | self.words(Text(rest, t.end))

    cdef uint64_t read(self, str href, Home home) except? 0:
        """What an address says."""
        cdef bytes raw = href.encode("utf-8", "replace")
        cdef Bytes p = <Bytes>PyBytes_AS_STRING(raw)
        cdef Bytes end = p + PyBytes_GET_SIZE(raw)
        cdef unsigned char near[512]
        cdef unsigned char* small = near
        cdef Py_ssize_t size, i
        cdef uint64_t found
        while p < end and is_white(p[0]):
            p += 1
        while end > p and is_white(end[-1]):
            end -= 1
        size = end - p
        if size > 512:
            small = <unsigned char*>PyMem_Malloc(size)
            if not small:
                raise MemoryError
        for i in range(size):
            small[i] = p[i] + 32 if 65 <= p[i] <= 90 else p[i]
        found = self.bits(Text(small, small + size), home)
        if small != near:
            PyMem_Free(small)
        return found

    def told(self, str href, home):
        """What an address says to a page that stands there."""
        return self.read(href, home_of(home))


cdef Text text_of(bytes raw):
    cdef Bytes p = <Bytes>PyBytes_AS_STRING(raw)
    return Text(p, p + PyBytes_GET_SIZE(raw))


cdef Home home_of(home):
    """As it lies in an `address.Home`, which has to live on."""
    return Home(text_of(home[0]), text_of(home[1]), text_of(home[2]))
