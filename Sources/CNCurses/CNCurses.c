// The wide API is declared only with these; Swift's importer and SwiftPM would drop them as flags.
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#define _DEFAULT_SOURCE 1
#include "CNCurses.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// term.h would define `lines`, `columns` and other plain words as macros.
extern char *tigetstr(const char *name);

#if !NCURSES_WIDECHAR
#error "this ncurses has no wide characters; install libncurses-dev"
#endif

struct lc_terminal {
  SCREEN *screen;
  FILE *output;
  FILE *input;
  bool mouse;
  // It obeys the private modes of xterm; others might show what they do not know.
  bool has_modes;
  bool has_title;
  int descriptor;
  // As it was before ncurses touched it.
  struct termios before;
  bool is_terminal;
};

// What a crash needs: no ncurses call is safe in a signal handler.
static struct {
  volatile sig_atomic_t armed;
  int descriptor;
  struct termios termios;
  char leave[512];
  size_t length;
} crash;

static void enter(lc_terminal *terminal) { set_term(terminal->screen); }

/* Sources: xterm's ctlseqs for bracketed paste (2004), focus (1004), the mouse (1000, 1006) and the stack
   of titles (22, 23); https://github.com/contour-terminal/vt-extensions for synchronized output (2026). */
#define ENTER_MODES "\033[?2004h\033[?1004h"
#define ENTER_MOUSE "\033[?1000h\033[?1006h"
#define LEAVE_MODES "\033[?2026l\033[?1006l\033[?1000l\033[?1004l\033[?2004l"
#define BEGIN_FRAME "\033[?2026h"
#define END_FRAME "\033[?2026l"
#define PUSH_TITLE "\033[22;0t"
// Empty first: a terminal without the stack would go on showing what is over.
#define POP_TITLE "\033]2;\033\\\033[23;0t"

static void send_text(lc_terminal *terminal, const char *text) {
  lc_send(terminal, (const uint8_t *)text, (int)strlen(text));
}

static const char *capability(const char *name) {
  const char *text = tigetstr(name);
  return !text || text == (char *)-1 || !*text ? NULL : text;
}

static void enter_modes(lc_terminal *terminal) {
  if (!terminal->has_modes) return;
  send_text(terminal, ENTER_MODES);
  if (terminal->mouse) send_text(terminal, ENTER_MOUSE);
}

static void leave_modes(lc_terminal *terminal) {
  if (!terminal->has_modes) return;
  send_text(terminal, LEAVE_MODES);
  if (terminal->has_title) send_text(terminal, POP_TITLE);
  terminal->has_title = false;
}

lc_terminal *lc_open(const char *type, int output, int input, bool mouse) {
  lc_terminal *terminal = calloc(1, sizeof *terminal);
  if (!terminal) return NULL;
  // The sizes of another terminal may stand in the environment of whoever started us.
  int out = dup(output), in = dup(input);
  terminal->output = fdopen(out, "w");
  terminal->input = fdopen(in, "r");
  terminal->mouse = mouse;
  terminal->descriptor = output;
  terminal->is_terminal = tcgetattr(output, &terminal->before) == 0;
  if (terminal->output && terminal->input)
    // initscr would end the process for an unknown type.
    terminal->screen = newterm(type, terminal->output, terminal->input);
  if (!terminal->screen) {
    if (terminal->output) fclose(terminal->output); else close(out);
    if (terminal->input) fclose(terminal->input); else close(in);
    free(terminal);
    return NULL;
  }
  enter(terminal);
  raw();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  // Or ncurses would leave a frame half drawn as soon as a key is pressed.
  typeahead(-1);
  curs_set(0);
  leaveok(stdscr, FALSE);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  const char *name = type ? type : getenv("TERM");
  // Whoever has xterm's mouse has its modes, or passes over them; the console only has gpm's.
  terminal->has_modes = capability("kmous") && name && strncmp(name, "linux", 5) != 0;
  enter_modes(terminal);
  return terminal;
}

void lc_close(lc_terminal *terminal) {
  if (!terminal) return;
  enter(terminal);
  leave_modes(terminal);
  curs_set(1);
  endwin();
  delscreen(terminal->screen);
  fclose(terminal->output);
  fclose(terminal->input);
  free(terminal);
}

void lc_suspend(lc_terminal *terminal) {
  enter(terminal);
  leave_modes(terminal);
  curs_set(1);
  endwin();
}

void lc_resume(lc_terminal *terminal) {
  enter(terminal);
  enter_modes(terminal);
  // endwin has taken it back.
  keypad(stdscr, TRUE);
  clearok(curscr, TRUE);
}

bool lc_has_modes(lc_terminal *terminal) { return terminal->has_modes; }

void lc_set_title(lc_terminal *terminal, const uint8_t *bytes, int count) {
  if (!terminal->has_modes) return;
  if (!terminal->has_title) {
    send_text(terminal, PUSH_TITLE);
    terminal->has_title = true;
    if (crash.armed) lc_restore_on_crash(terminal);
  }
  send_text(terminal, "\033]2;");
  lc_send(terminal, bytes, count);
  send_text(terminal, "\033\\");
}

const char *lc_capability(lc_terminal *terminal, const char *name) {
  enter(terminal);
  return capability(name);
}

bool lc_is_cooked(lc_terminal *terminal) {
  struct termios now;
  return tcgetattr(fileno(terminal->input), &now) == 0 && (now.c_lflag & ICANON) != 0;
}

int lc_rows(lc_terminal *terminal) { enter(terminal); return getmaxy(stdscr); }
int lc_columns(lc_terminal *terminal) { enter(terminal); return getmaxx(stdscr); }

void lc_resize(lc_terminal *terminal, int rows, int columns) {
  enter(terminal);
  resizeterm(rows, columns);
  clearok(curscr, TRUE);
}

int lc_colors(lc_terminal *terminal) {
  enter(terminal);
  return has_colors() ? COLORS : 0;
}

int lc_pairs(lc_terminal *terminal) {
  enter(terminal);
  return has_colors() ? COLOR_PAIRS : 0;
}

void lc_define_pair(lc_terminal *terminal, int pair, int foreground, int background) {
  enter(terminal);
  init_extended_pair(pair, foreground, background);
}

static attr_t attributes_of(unsigned attributes) {
  return (attributes & LC_BOLD ? WA_BOLD : 0) | (attributes & LC_DIM ? WA_DIM : 0) |
         (attributes & LC_REVERSE ? WA_REVERSE : 0) |
         (attributes & LC_UNDERLINE ? WA_UNDERLINE : 0);
}

static void make_cell(cchar_t *cell, const uint32_t *scalars, int count, int pair, attr_t attributes) {
  wchar_t text[CCHARW_MAX + 1];
  int length = 0;
  for (; length < count && length < CCHARW_MAX; length++) text[length] = (wchar_t)scalars[length];
  text[length] = L'\0';
  if (setcchar(cell, text, attributes, (short)pair, NULL) == ERR)
    setcchar(cell, L"?", attributes, (short)pair, NULL);
}

void lc_put(lc_terminal *terminal, int row, int column, const uint32_t *scalars, int count,
            int pair, unsigned attributes) {
  enter(terminal);
  cchar_t cell;
  make_cell(&cell, scalars, count, pair, attributes_of(attributes));
  mvadd_wch(row, column, &cell);  // ERR in the last cell only says that the cursor cannot go on
}

void lc_put_run(lc_terminal *terminal, int row, int column, const uint32_t *scalars, int count,
                int pair, unsigned attributes) {
  enter(terminal);
  cchar_t cells[1024];
  attr_t drawn = attributes_of(attributes);
  int length = 0;
  for (int i = 0; i < count && length < 1024; i++)
    if (scalars[i]) make_cell(&cells[length++], &scalars[i], 1, pair, drawn);
  mvadd_wchnstr(row, column, cells, length);
}

void lc_cursor(lc_terminal *terminal, bool visible, int row, int column) {
  enter(terminal);
  curs_set(visible ? 1 : 0);
  if (visible) move(row, column);
}

void lc_show(lc_terminal *terminal, bool at_once) {
  enter(terminal);
  at_once = at_once && terminal->has_modes;
  if (at_once) send_text(terminal, BEGIN_FRAME);
  refresh();
  if (at_once) send_text(terminal, END_FRAME);
}

void lc_redraw(lc_terminal *terminal) {
  enter(terminal);
  clearok(curscr, TRUE);
}

void lc_beep(lc_terminal *terminal) {
  enter(terminal);
  beep();
}

/* Not through tputs, which would read a pause out of "$<9>". ncurses has sent what it had to say:
   refresh, beep and curs_set leave nothing in its buffer. */
void lc_send(lc_terminal *terminal, const uint8_t *bytes, int count) {
  fflush(terminal->output);
  while (count > 0) {
    ssize_t sent = write(fileno(terminal->output), bytes, (size_t)count);
    if (sent > 0) {
      bytes += sent;
      count -= (int)sent;
    } else if (sent == 0 || (errno != EINTR && errno != EAGAIN)) {
      return;
    } else if (errno == EAGAIN) {
      // Half a sequence would swallow the next frame: ncurses waits as well.
      struct pollfd room = {fileno(terminal->output), POLLOUT, 0};
      poll(&room, 1, 100);
    }
  }
}

int lc_read(lc_terminal *terminal, uint8_t *bytes, int limit, int milliseconds) {
  int descriptor = fileno(terminal->input);
  if (descriptor >= FD_SETSIZE) return 0;
  // Not poll, which knows no terminals on macOS.
  fd_set ready;
  FD_ZERO(&ready);
  FD_SET(descriptor, &ready);
  struct timeval wait = {milliseconds / 1000, milliseconds % 1000 * 1000};
  if (select(descriptor + 1, &ready, NULL, NULL, &wait) <= 0) return 0;
  ssize_t count = read(descriptor, bytes, (size_t)limit);
  return count > 0 ? (int)count : 0;
}

void lc_discard_input(lc_terminal *terminal) { tcflush(fileno(terminal->input), TCIFLUSH); }

uint32_t lc_cell(lc_terminal *terminal, int row, int column, int *pair, unsigned *attributes) {
  enter(terminal);
  cchar_t cell;
  wchar_t text[CCHARW_MAX + 1] = {0};
  attr_t drawn = 0;
  short number = 0;
  if (mvin_wch(row, column, &cell) == ERR) return 0;
  getcchar(&cell, text, &drawn, &number, NULL);
  *pair = number;
  *attributes = (drawn & WA_BOLD ? LC_BOLD : 0) | (drawn & WA_DIM ? LC_DIM : 0) |
                (drawn & WA_REVERSE ? LC_REVERSE : 0) | (drawn & WA_UNDERLINE ? LC_UNDERLINE : 0);
  return (uint32_t)text[0];
}

void lc_pair(lc_terminal *terminal, int pair, int *foreground, int *background) {
  enter(terminal);
  extended_pair_content(pair, foreground, background);
}

bool lc_use_locale(void) {
  setlocale(LC_CTYPE, "");
  return lc_is_utf8();
}

bool lc_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

bool lc_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { CRASH_SIGNALS = sizeof crash_signals / sizeof *crash_signals };
static struct sigaction before[CRASH_SIGNALS];
static bool is_watching;

void lc_restore_now(void) {
  if (!crash.armed) return;
  crash.armed = 0;
  ssize_t ignored = write(crash.descriptor, crash.leave, crash.length);
  (void)ignored;
  tcsetattr(crash.descriptor, TCSANOW, &crash.termios);
  // The rest of a paste or of an answer would be typed at whoever comes next.
  tcflush(crash.descriptor, TCIFLUSH);
}

static void crashed(int number, siginfo_t *info, void *context) {
  (void)info, (void)context;
  lc_restore_now();
  // Whoever handled it before (Swift's backtracer, the kernel) gets it now.
  for (int i = 0; i < CRASH_SIGNALS; i++)
    if (crash_signals[i] == number) sigaction(number, &before[i], NULL);
  raise(number);
}

static void append(const char *text) {
  if (!text) return;
  size_t length = strlen(text);
  if (crash.length + length > sizeof crash.leave) return;
  memcpy(crash.leave + crash.length, text, length);
  crash.length += length;
}

void lc_restore_on_crash(lc_terminal *terminal) {
  lc_forget_crash();
  if (!terminal->is_terminal) return;
  enter(terminal);
  crash.descriptor = terminal->descriptor;
  crash.length = 0;
  crash.termios = terminal->before;
  if (terminal->has_modes) append(LEAVE_MODES);
  if (terminal->has_title) append(POP_TITLE);
  append(capability("sgr0"));
  append(capability("cnorm"));
  append(capability("rmkx"));
  append(capability("rmcup"));
  crash.armed = 1;
  struct sigaction action = {0};
  action.sa_sigaction = crashed;
  action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
  for (int i = 0; i < CRASH_SIGNALS; i++) sigaction(crash_signals[i], &action, &before[i]);
  is_watching = true;
}

void lc_forget_crash(void) {
  crash.armed = 0;
  if (!is_watching) return;
  // Or the next lc_restore_on_crash would take our own handler for the one before it.
  for (int i = 0; i < CRASH_SIGNALS; i++) sigaction(crash_signals[i], &before[i], NULL);
  is_watching = false;
}
