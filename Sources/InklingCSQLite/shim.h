#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast that Swift does not import: the bytes are copied.
static inline int inkling_bind_text(sqlite3_stmt *statement, int place, const char *text, int count) {
  return sqlite3_bind_text(statement, place, text, count, SQLITE_TRANSIENT);
}

static inline int inkling_bind_blob(sqlite3_stmt *statement, int place, const void *bytes, int count) {
  return count == 0 ? sqlite3_bind_zeroblob(statement, place, 0)
                    : sqlite3_bind_blob(statement, place, bytes, count, SQLITE_TRANSIENT);
}

#ifdef __linux__
// Swift sees what POSIX has alone: this is of Linux.
int syncfs(int descriptor);

/// Has the disk have all that was written to the file system of a file: 0, or -1 and errno.
static inline int inkling_synchronize(int descriptor) { return syncfs(descriptor); }
#endif
