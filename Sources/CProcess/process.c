// What is not POSIX of spawn.h.
#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

void lastcall_signals_to_pass_on(sigset_t *set) {
  static const int own[] = {SIGCHLD, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGTTIN, SIGTTOU};
  sigfillset(set);
  for (unsigned index = 0; index < sizeof own / sizeof *own; index++) sigdelset(set, own[index]);
}

int lastcall_add_taking_terminal(posix_spawn_file_actions_t *actions, int terminal) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 35)
  return posix_spawn_file_actions_addtcsetpgrp_np(actions, terminal);
#else
  (void)actions, (void)terminal;
  return ENOSYS;
#endif
}

#ifdef __linux__
#include <sys/prctl.h>

int lastcall_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

static char **arguments;

char **lastcall_arguments(void) { return arguments; }

// Swift's runtime looks for its backtracer before main and ends the process when it does not even find
// the path of the executable, as in a root without /proc. A word in its environment keeps it from looking.
static void before_runtime(int argc, char **argv, char **environment) {
  (void)argc, (void)environment;
  arguments = argv;
  // What PID 1 neither handles nor blocks is lost. Anybody else is ended by it, which is what was asked.
  if (getpid() == 1) {
    sigset_t set;
    lastcall_signals_to_pass_on(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
  }
  if (access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/", 0);
}

__attribute__((section(".preinit_array"), used)) static void (*const early)(int, char **, char **) =
    before_runtime;
#else
int lastcall_become_subreaper(void) {
  errno = ENOSYS;
  return -1;
}

char **lastcall_arguments(void) { return NULL; }
#endif
