#ifndef CSHIPPEDFILES_H
#define CSHIPPEDFILES_H

/// A file's bytes, which stay where they are for as long as the program runs.
struct lastcall_bytes {
  const unsigned char *start;
  long count;
};

/// A file of config/ as it was when this was built, by its name without `.yaml`; none has a null start.
struct lastcall_bytes lastcall_shipped_file(const char *name);

#endif
