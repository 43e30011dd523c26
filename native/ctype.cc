#include <cctype>
#include <cstdio>

#include "headers.h"

namespace berkeley {

namespace {

/// An unsigned char, or EOF. What C leaves undefined, all other numbers, counts by its last 8 bits.
struct Letter {
  int value = EOF;
};

bool take(Arguments& arguments, Letter& letter) {
  Arguments ahead = arguments;
  double number;
  if (napi_get_value_double(ahead.env(), ahead.next(), &number) == napi_ok && number == EOF) {
    arguments.next();
    return true;
  }
  Character character;
  if (!take(arguments, character)) return false;
  letter.value = character.value;
  return true;
}

template <auto function>
long of(Letter c) {
  return function(c.value);
}

}  // namespace

void export_ctype(Exports& exports) {
  exports.function<of<::isalnum>>("isalnum(c)");
  exports.function<of<::isalpha>>("isalpha(c)");
  exports.function<of<::isblank>>("isblank(c)");
  exports.function<of<::iscntrl>>("iscntrl(c)");
  exports.function<of<::isdigit>>("isdigit(c)");
  exports.function<of<::isgraph>>("isgraph(c)");
  exports.function<of<::islower>>("islower(c)");
  exports.function<of<::isprint>>("isprint(c)");
  exports.function<of<::ispunct>>("ispunct(c)");
  exports.function<of<::isspace>>("isspace(c)");
  exports.function<of<::isupper>>("isupper(c)");
  exports.function<of<::isxdigit>>("isxdigit(c)");
  exports.function<of<::tolower>>("tolower(c)");
  exports.function<of<::toupper>>("toupper(c)");
}

}  // namespace berkeley
