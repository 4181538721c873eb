cdef class Scanner:
    cdef short* next
    cdef short* length
    cdef short* shorter
    cdef unsigned long long* as_word
    cdef unsigned long long* as_stem
    cdef unsigned char sort[256]
    cdef unsigned long long scan(self, const unsigned char* name, Py_ssize_t size) noexcept nogil


cdef struct Seen:
    unsigned long long key
    unsigned long long bits
    int at  # place of the name in the store
    int size


cdef class Names:
    cdef Scanner scanner
    cdef Seen* seen
    cdef char* store
    cdef int stored, count
    cdef unsigned long long bits(self, const unsigned char* name, Py_ssize_t size) noexcept nogil
