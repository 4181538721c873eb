cdef class Scanner:
    cdef short* next
    cdef short* length
    cdef short* shorter
    cdef unsigned long long* as_word
    cdef unsigned long long* as_stem
    cdef unsigned char sort[256]
    cdef unsigned long long scan(self, const unsigned char* name, Py_ssize_t size) noexcept nogil
