#include "CShippedFiles.h"

#include <string.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

// An array literal of these in Swift takes longer to compile than all else that reads them.
static const unsigned char adapters[] = {
#embed "../../config/adapters.yaml"
};
static const unsigned char commands[] = {
#embed "../../config/commands.yaml"
};
static const unsigned char keys[] = {
#embed "../../config/keys.yaml"
};
static const unsigned char lastcall[] = {
#embed "../../config/lastcall.yaml"
};
static const unsigned char log_forms[] = {
#embed "../../config/log-forms.yaml"
};
static const unsigned char log_patterns[] = {
#embed "../../config/log-patterns.yaml"
};
static const unsigned char rules[] = {
#embed "../../config/rules.yaml"
};
static const unsigned char servers[] = {
#embed "../../config/servers.yaml"
};
static const unsigned char themes[] = {
#embed "../../config/themes.yaml"
};

static const struct {
  const char *name;
  struct lastcall_bytes bytes;
} files[] = {
    {"adapters", {adapters, sizeof adapters}},
    {"commands", {commands, sizeof commands}},
    {"keys", {keys, sizeof keys}},
    {"lastcall", {lastcall, sizeof lastcall}},
    {"log-forms", {log_forms, sizeof log_forms}},
    {"log-patterns", {log_patterns, sizeof log_patterns}},
    {"rules", {rules, sizeof rules}},
    {"servers", {servers, sizeof servers}},
    {"themes", {themes, sizeof themes}},
};

struct lastcall_bytes lastcall_shipped_file(const char *name) {
  for (unsigned i = 0; i < sizeof files / sizeof *files; i++)
    if (strcmp(files[i].name, name) == 0)
      return files[i].bytes;
  return (struct lastcall_bytes){0, 0};
}
