// Everything lastcall needs of ncurses, under names of our own: no ncurses header is seen outside.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef enum {
  LC_NOTHING = 0,
  /// `code` is a Unicode scalar.
  LC_CHARACTER,
  /// `code` is an lc_key.
  LC_KEY,
  /// `code` is an lc_mouse, `row` and `column` say where.
  LC_MOUSE,
} lc_input_kind;

typedef enum {
  LC_UP = 1, LC_DOWN, LC_LEFT, LC_RIGHT, LC_HOME, LC_END, LC_PAGE_UP, LC_PAGE_DOWN, LC_ENTER,
  LC_BACKSPACE, LC_DELETE, LC_BACK_TAB, LC_FUNCTION_1 = 101,
} lc_key;

typedef enum { LC_CLICK = 1, LC_WHEEL_UP, LC_WHEEL_DOWN } lc_mouse;

typedef struct {
  lc_input_kind kind;
  int32_t code;
  int row;
  int column;
} lc_input;

enum { LC_BOLD = 1, LC_DIM = 2, LC_REVERSE = 4, LC_UNDERLINE = 8 };

typedef struct lc_terminal lc_terminal;

/// Opens a terminal of a type (NULL: $TERM) that writes to one descriptor and reads keys from
/// another. NULL when the type is unknown; the descriptors stay the caller's.
lc_terminal *lc_open(const char *type, int output, int input, bool mouse);
/// Leaves the screen as it was, and frees everything.
void lc_close(lc_terminal *terminal);
/// Leaves the screen for a while; lc_show comes back.
void lc_suspend(lc_terminal *terminal);
/// Somebody else, a shell most likely, has set the terminal back to reading whole lines.
bool lc_is_cooked(lc_terminal *terminal);

int lc_rows(lc_terminal *terminal);
int lc_columns(lc_terminal *terminal);
void lc_resize(lc_terminal *terminal, int rows, int columns);
/// How many colours the terminal has; 0 for none.
int lc_colors(lc_terminal *terminal);
/// Pairs 1 … lc_pairs() - 1 may be defined.
int lc_pairs(lc_terminal *terminal);
/// A colour of -1 is the terminal's default.
void lc_define_pair(lc_terminal *terminal, int pair, int foreground, int background);
/// One character of a cell with up to four combining marks, in a pair with LC_ attributes.
void lc_put(lc_terminal *terminal, int row, int column, const uint32_t *scalars, int count,
            int pair, unsigned attributes);
/// A row's run of characters without marks, all in one pair; a scalar of 0 is passed over.
void lc_put_run(lc_terminal *terminal, int row, int column, const uint32_t *scalars, int count,
                int pair, unsigned attributes);
/// Hides the cursor, or shows it somewhere.
void lc_cursor(lc_terminal *terminal, bool visible, int row, int column);
/// Sends what has changed since the last time.
void lc_show(lc_terminal *terminal);
/// Sends everything the next time: something else has written on the screen.
void lc_redraw(lc_terminal *terminal);
/// Rings the bell.
void lc_beep(lc_terminal *terminal);
/// Sends bytes that change nothing on the screen, between two frames.
void lc_send(lc_terminal *terminal, const uint8_t *bytes, int count);
/// The next input, LC_NOTHING if there is none; never waits.
lc_input lc_read(lc_terminal *terminal);
/// What a cell holds, for tests: its scalar, pair and LC_ attributes.
uint32_t lc_cell(lc_terminal *terminal, int row, int column, int *pair, unsigned *attributes);

/// The locale of the environment for characters; true when it is UTF-8.
bool lc_use_locale(void);
/// The size of the terminal behind a descriptor; false when it is none.
bool lc_size(int descriptor, int *rows, int *columns);
/// From now on a crash (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE) first puts the terminal
/// back as it was before it was opened, and then goes its way.
void lc_restore_on_crash(lc_terminal *terminal);
/// Puts the terminal back as a crash would; for an end that cannot wait for the loop that owns it.
void lc_restore_now(void);
/// A crash goes its way without touching the terminal.
void lc_forget_crash(void);
