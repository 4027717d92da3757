#ifndef INKLING_DRAWING_PAGE_H
#define INKLING_DRAWING_PAGE_H

#include <stddef.h>

/// A file of the drawing page, which is part of the program.
struct inkling_page_file {
  /// Its path below the page's folder.
  const char *path;
  const unsigned char *bytes;
  size_t size;
};

/// The file at a place; one without a path behind the last.
struct inkling_page_file inkling_page_file(size_t place);

#endif
