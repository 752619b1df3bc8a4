#ifndef CPROCESS_H
#define CPROCESS_H

/// Makes orphans of this process's descendants its children, as those of PID 1 are: 0, or -1 and errno.
/// Where the system has no such thing, -1.
int lastcall_become_subreaper(void);

/// The arguments of the process, ended by a null pointer; null where they are not known.
///
/// Swift reads its own from /proc, which a root may lack.
char **lastcall_arguments(void);

#endif
