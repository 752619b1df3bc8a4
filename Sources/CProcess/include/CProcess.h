#ifndef CPROCESS_H
#define CPROCESS_H

#include <signal.h>
#include <spawn.h>
#include <stdint.h>

/// Makes orphans of this process's descendants its children, as those of PID 1 are: 0, or -1 and errno.
/// Where the system has no such thing, -1.
int lastcall_become_subreaper(void);

/// Has the child that is started make its group the foreground one of a terminal: 0, or an error's number where the
/// C library cannot.
int lastcall_add_taking_terminal(posix_spawn_file_actions_t *actions, int terminal);

/// Every signal but those that are a process's own: the end of a child, its faults, and the stops of a terminal
/// that it must not use in the background.
void lastcall_signals_to_pass_on(sigset_t *set);

/// The arguments of the process, ended by a null pointer; null where they are not known.
///
/// Swift reads its own from /proc, which a root may lack.
char **lastcall_arguments(void);

/// A TCP socket of the network namespace.
struct lastcall_socket {
  /// Its local address; IPv4 as it is mapped into IPv6.
  uint8_t address[16];
  uint16_t port;
  /// As /proc/net/tcp numbers them.
  uint8_t state;
  /// 0 while no process holds it: not accepted yet, or closed.
  uint32_t inode;
};

typedef void (*lastcall_socket_handler)(const struct lastcall_socket *, void *);

/// Tells of each TCP socket that is in one of the states, which are bits by their numbers: 0, or -1 and errno.
///
/// With ports it tells of those alone; of all where they are too many for the kernel to sort out.
int lastcall_tcp_sockets(unsigned states, const uint16_t *ports, int count, lastcall_socket_handler each,
                         void *context);

#endif
