// Everything lastcall needs of ncurses, under names of our own: no ncurses header is seen outside.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { LC_BOLD = 1, LC_DIM = 2, LC_REVERSE = 4, LC_UNDERLINE = 8 };

typedef struct lc_terminal lc_terminal;

/// Opens a terminal of a type (NULL: $TERM) that writes to one descriptor and reads keys from
/// another. NULL when the type is unknown; the descriptors stay the caller's. Where the terminal
/// has modes, pastes are bracketed and the focus is told, and the mouse if asked.
lc_terminal *lc_open(const char *type, int output, int input, bool mouse);
/// Leaves the screen as it was, and frees everything.
void lc_close(lc_terminal *terminal);
/// Leaves the screen for a while.
void lc_suspend(lc_terminal *terminal);
/// Comes back; the next lc_show draws everything.
void lc_resume(lc_terminal *terminal);
/// Whether the terminal knows xterm's private modes and questions, or passes over them in silence.
bool lc_has_modes(lc_terminal *terminal);
/// Gives the window a title, until the screen is left; the bytes hold no control character.
void lc_set_title(lc_terminal *terminal, const uint8_t *bytes, int count);
/// What terminfo has for a name, such as the bytes of a key; NULL for nothing.
const char *lc_capability(lc_terminal *terminal, const char *name);
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
/// Sends what has changed since the last time; with `at_once` a terminal that can shows it as one
/// picture.
void lc_show(lc_terminal *terminal, bool at_once);
/// Sends everything the next time: something else has written on the screen.
void lc_redraw(lc_terminal *terminal);
/// Rings the bell.
void lc_beep(lc_terminal *terminal);
/// Sends bytes that change nothing on the screen, between two frames.
void lc_send(lc_terminal *terminal, const uint8_t *bytes, int count);
/// The bytes that have come, at most `limit`; waits so long for the first. 0 for none.
int lc_read(lc_terminal *terminal, uint8_t *bytes, int limit, int milliseconds);
/// Forgets what has been typed and not been read.
void lc_discard_input(lc_terminal *terminal);
/// What a cell holds, for tests: its scalar, pair and LC_ attributes.
uint32_t lc_cell(lc_terminal *terminal, int row, int column, int *pair, unsigned *attributes);
/// The colours of a pair, for tests; -1 is the terminal's default.
void lc_pair(lc_terminal *terminal, int pair, int *foreground, int *background);

/// The locale of the environment for characters; true when it is UTF-8.
bool lc_use_locale(void);
/// Whether the locale's characters are UTF-8.
bool lc_is_utf8(void);
/// The size of the terminal behind a descriptor; false when it is none.
bool lc_size(int descriptor, int *rows, int *columns);
/// From now on a crash (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE) first puts the terminal
/// back as it was before it was opened, and then goes its way.
void lc_restore_on_crash(lc_terminal *terminal);
/// Puts the terminal back as a crash would; for an end that cannot wait for the loop that owns it.
void lc_restore_now(void);
/// A crash goes its way without touching the terminal.
void lc_forget_crash(void);
