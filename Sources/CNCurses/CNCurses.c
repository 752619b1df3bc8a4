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
  char leave[256];
  size_t length;
} crash;

static void enter(lc_terminal *terminal) { set_term(terminal->screen); }

/* What terminals send whatever TERM says of them: tmux and screen below an xterm, rxvt, the console,
   and the arrows of a terminal that did not obey keypad mode. */
static void define_keys(void) {
  static const struct { const char *sequence; int key; } keys[] = {
    {"\033[1~", KEY_HOME}, {"\033[7~", KEY_HOME}, {"\033[H", KEY_HOME}, {"\033OH", KEY_HOME},
    {"\033[4~", KEY_END}, {"\033[8~", KEY_END}, {"\033[F", KEY_END}, {"\033OF", KEY_END},
    {"\033[A", KEY_UP}, {"\033OA", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033OB", KEY_DOWN},
    {"\033[C", KEY_RIGHT}, {"\033OC", KEY_RIGHT}, {"\033[D", KEY_LEFT}, {"\033OD", KEY_LEFT},
  };
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (!key_defined(keys[i].sequence)) define_key(keys[i].sequence, keys[i].key);
  }
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
  define_keys();
  nodelay(stdscr, TRUE);
  set_escdelay(25);
  curs_set(0);
  leaveok(stdscr, FALSE);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  if (mouse) {
    mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    mouseinterval(0);
  }
  return terminal;
}

void lc_close(lc_terminal *terminal) {
  if (!terminal) return;
  enter(terminal);
  if (terminal->mouse) mousemask(0, NULL);
  curs_set(1);
  endwin();
  delscreen(terminal->screen);
  fclose(terminal->output);
  fclose(terminal->input);
  free(terminal);
}

void lc_suspend(lc_terminal *terminal) {
  enter(terminal);
  curs_set(1);
  endwin();
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
  init_pair((short)pair, (short)foreground, (short)background);
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

void lc_show(lc_terminal *terminal) {
  enter(terminal);
  refresh();
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

static int32_t key_of(wint_t code) {
  switch (code) {
    case KEY_UP: return LC_UP;
    case KEY_DOWN: return LC_DOWN;
    case KEY_LEFT: return LC_LEFT;
    case KEY_RIGHT: return LC_RIGHT;
    case KEY_HOME: return LC_HOME;
    case KEY_END: return LC_END;
    case KEY_PPAGE: return LC_PAGE_UP;
    case KEY_NPAGE: return LC_PAGE_DOWN;
    case KEY_ENTER: return LC_ENTER;
    case KEY_BACKSPACE: return LC_BACKSPACE;
    case KEY_DC: return LC_DELETE;
    case KEY_BTAB: return LC_BACK_TAB;
  }
  for (int number = 1; number <= 12; number++)
    if (code == (wint_t)KEY_F(number)) return LC_FUNCTION_1 + number - 1;
  return 0;
}

lc_input lc_read(lc_terminal *terminal) {
  enter(terminal);
  for (;;) {
    wint_t code = 0;
    lc_input input = {LC_NOTHING, 0, 0, 0};
    switch (get_wch(&code)) {
      case OK: return (lc_input){LC_CHARACTER, (int32_t)code, 0, 0};
      case KEY_CODE_YES: break;
      default: return input;
    }
    if (code == KEY_MOUSE) {
      MEVENT event;
      if (getmouse(&event) != OK) continue;
      int32_t kind = event.bstate & BUTTON4_PRESSED   ? LC_WHEEL_UP
                     : event.bstate & BUTTON5_PRESSED ? LC_WHEEL_DOWN
                     : event.bstate & BUTTON1_PRESSED ? LC_CLICK
                                                      : 0;
      if (kind) return (lc_input){LC_MOUSE, kind, event.y, event.x};
      continue;
    }
    int32_t key = key_of(code);
    if (key) return (lc_input){LC_KEY, key, 0, 0};
  }
}

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

bool lc_use_locale(void) {
  setlocale(LC_CTYPE, "");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

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
  if (!text || text == (char *)-1) return;
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
  append("\033[?1000l\033[?1002l\033[?1006l");
  append(tigetstr("sgr0"));
  append(tigetstr("cnorm"));
  append(tigetstr("rmkx"));
  append(tigetstr("rmcup"));
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
