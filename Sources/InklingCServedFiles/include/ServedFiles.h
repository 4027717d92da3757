#ifndef INKLING_SERVED_FILES_H
#define INKLING_SERVED_FILES_H

#include <stddef.h>

/// A file that is part of the program.
struct inkling_served_file {
  /// Its address, such as "/openapi.json".
  const char *path;
  /// Its media type.
  const char *type;
  const unsigned char *bytes;
  size_t size;
};

/// How many there are.
size_t inkling_served_file_count(void);
/// One of them, by its number from 0.
struct inkling_served_file inkling_served_file_at(size_t number);

#endif
