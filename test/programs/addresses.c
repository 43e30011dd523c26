// Reads and writes the addresses that standard input lists, a line each, and prints what each call answers. Texts and
// addresses are their bytes in hexadecimal, "." where there are none.
//
//   p af text            inet_pton
//   n af address size    inet_ntop
//   a text               inet_aton, inet_addr, inet_network

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAXLINE 1024

static char* read_hex(const char* field) {
  static char memory[MAXLINE];
  memset(memory, 0, sizeof memory);
  for (size_t n = 0; field[0] != '.' && field[2 * n] != '\0'; n++) {
    unsigned byte;
    sscanf(field + 2 * n, "%2x", &byte);
    memory[n] = (char)byte;
  }
  return memory;
}

static void put(const void* data, size_t size) {
  putchar(' ');
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char*)data)[i]);
}

int main(void) {
  char line[MAXLINE], memory[64];
  struct in_addr addr;
  while (fgets(line, sizeof line, stdin) != NULL) {
    char* fields[4];
    int count = 0;
    for (char* field = strtok(line, " \n"); field != NULL && count < 4; field = strtok(NULL, " \n")) {
      fields[count++] = field;
    }
    errno = 0;
    memset(memory, 0xee, sizeof memory);
    memset(&addr, 0xee, sizeof addr);
    switch (*fields[0]) {
      case 'p': {
        const int n = inet_pton(atoi(fields[1]), read_hex(fields[2]), memory);
        printf("%d %d", n, errno);
        put(memory, 20);
        break;
      }
      case 'n': {
        const char* text = inet_ntop(atoi(fields[1]), read_hex(fields[2]), memory, (socklen_t)atoi(fields[3]));
        printf("%s %d", text == NULL ? "NULL" : text, errno);
        put(memory, sizeof memory);
        break;
      }
      case 'a': {
        const char* text = read_hex(fields[1]);
        printf("%d", inet_aton(text, &addr));
        put(&addr, sizeof addr);
        printf(" %u %u", inet_addr(text), inet_network(text));
        break;
      }
    }
    putchar('\n');
  }
  return 0;
}
