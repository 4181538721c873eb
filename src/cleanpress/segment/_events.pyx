# cython: language_level=3, boundscheck=False, initializedcheck=False, cdivision=True
"""Fills a page from markup by the events of libxml2's HTML parser, the one that lxml has loaded; no tree is made.

A tree costs a good third of the time that the parser takes, and it is walked once and thrown away. The functions are
looked up in lxml when this module is loaded; where it does not show them, the import fails and a tree is made.
"""

from libc.string cimport memset
from lxml import etree
from lxml.includes.htmlparser cimport HTML_PARSE_COMPACT, HTML_PARSE_NOERROR, HTML_PARSE_NONET, HTML_PARSE_NOWARNING
from lxml.includes.htmlparser cimport HTML_PARSE_RECOVER
from lxml.includes.tree cimport const_xmlChar, xmlDoc
from lxml.includes.xmlparser cimport (
    XML_PARSE_HUGE, cdataBlockSAXFunc, charactersSAXFunc, endElementSAXFunc, startElementSAXFunc, xmlParserCtxt, xmlSAXHandler,
)

from cleanpress.segment._block cimport Bytes
from cleanpress.segment._builder cimport PASSED, TITLE_READ, SCRIPT_READ, WALKED, Builder

cdef extern from *:
    """
    #ifdef _WIN32
    static void *cleanpress_symbol(const char *file, const char *name) { return NULL; }
    #else
    #include <dlfcn.h>
    static void *cleanpress_symbol(const char *file, const char *name) {
        void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);  /* loaded already: only its handle */
        return library ? dlsym(library, name) : NULL;
    }
    #endif
    """
    void* cleanpress_symbol(const char* file, const char* name)

ctypedef xmlParserCtxt* (*NewParser)() noexcept
ctypedef void (*FreeParser)(xmlParserCtxt*) noexcept
ctypedef xmlDoc* (*ReadMemory)(xmlParserCtxt*, const char*, int, const char*, const char*, int) noexcept
ctypedef void (*FreeDocument)(xmlDoc*) noexcept

cdef bytes FILE = etree.__file__.encode()
cdef NewParser new_parser = <NewParser>cleanpress_symbol(FILE, b"htmlNewParserCtxt")
cdef FreeParser free_parser = <FreeParser>cleanpress_symbol(FILE, b"htmlFreeParserCtxt")
cdef ReadMemory read_memory = <ReadMemory>cleanpress_symbol(FILE, b"htmlCtxtReadMemory")
cdef FreeDocument free_document = <FreeDocument>cleanpress_symbol(FILE, b"xmlFreeDoc")
if not (new_parser and free_parser and read_memory and free_document):
    raise ImportError("lxml does not show the parser that it holds")

cdef int OPTIONS = (
    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_COMPACT | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
    | XML_PARSE_HUGE
)


cdef class Reader(Builder):
    """Takes the parser's events; used once."""

    cdef int skip  # how deep inside an element that is passed over
    cdef int course  # what is wanted of it
    cdef list captured
    cdef object error  # raised in an event, which the parser must not see

    cdef int begin(self, Bytes tag, Bytes* attributes) except -1:
        if self.skip:
            self.skip += 1
            self.seen += 1
            return 0
        cdef int course = self.start(tag, attributes)
        if course != WALKED:
            self.skip, self.course = 1, course
            self.captured = None if course == PASSED else []
        return 0

    cdef int finish(self) except -1:
        if self.skip:
            self.skip -= 1
            if not self.skip and self.captured is not None:
                self.told(self.course, b"".join(self.captured).decode("utf-8", "replace"))
                self.captured = None
            return 0
        self.end()
        if not self.depth:
            self.flush()
        return 0

    cdef int text(self, Bytes text, int length) except -1:
        if self.skip:
            if self.captured is not None:
                self.captured.append((<const char*>text)[:length])
        elif self.depth:
            self.data(text, length)
        return 0


cdef void on_start(void* reader, const_xmlChar* name, const_xmlChar** attributes) noexcept:
    cdef Reader self = <Reader>reader
    if self.error is None:
        try:
            self.begin(name, <Bytes*>attributes)
        except BaseException as error:
            self.error = error


cdef void on_end(void* reader, const_xmlChar* name) noexcept:
    cdef Reader self = <Reader>reader
    if self.error is None:
        try:
            self.finish()
        except BaseException as error:
            self.error = error


cdef void on_text(void* reader, const_xmlChar* text, int length) noexcept:
    cdef Reader self = <Reader>reader
    if self.error is None:
        try:
            self.text(text, length)
        except BaseException as error:
            self.error = error


def read(bytes markup, page, limits):
    """Fill a page from markup.

    Args:
        markup: In UTF-8.
        page: The page.
        limits: How many elements and how deep.

    Returns:
        Whether there was an element.

    Raises:
        LimitError: More elements or a deeper nesting than allowed.
    """
    cdef Reader reader = Reader(page, limits)
    cdef xmlParserCtxt* parser = new_parser()
    cdef xmlDoc* document
    if parser is NULL:
        raise MemoryError
    memset(parser.sax, 0, sizeof(xmlSAXHandler))
    parser.sax.startElement = <startElementSAXFunc>on_start  # the interpreter lock is held all through
    parser.sax.endElement = <endElementSAXFunc>on_end
    parser.sax.characters = <charactersSAXFunc>on_text
    parser.sax.cdataBlock = <cdataBlockSAXFunc>on_text
    parser.userData = <void*>reader
    document = read_memory(parser, markup, <int>len(markup), NULL, b"utf-8", OPTIONS)
    if document is not NULL:  # nobody made one
        free_document(document)
    free_parser(parser)
    if reader.error is not None:
        raise reader.error
    reader.flush()
    reader.close()
    return reader.seen > 0
