// Makes the lookups that standard input lists, a line each, and prints what each answers. A string is its bytes in
// hexadecimal, "." where it has none, "-" for NULL.
//
//   i node service hints flags family socktype protocol    getaddrinfo; no hints if 0
//   n addr addrlen hostlen servlen flags                   getnameinfo; no buffer if -1
//   h name              gethostbyname
//   H name af           gethostbyname2
//   a addr len type     gethostbyaddr
//   s name proto        getservbyname
//   p port proto        getservbyport
//   r name              getprotobyname
//   R proto             getprotobynumber
//   G errcode           gai_strerror, and hstrerror
//   e                   all that gethostent, getservent and getprotoent read

#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define MAXLINE 8192

static char* fields[8];
static char memory[8][MAXLINE];

static long number(int i) { return strtol(fields[i], NULL, 10); }

// The bytes of a field, with zeros behind them.
static char* string(int i) {
  if (strcmp(fields[i], "-") == 0) return NULL;
  memset(memory[i], 0, sizeof memory[i]);
  for (size_t n = 0; fields[i][0] != '.' && fields[i][2 * n] != '\0'; n++) {
    unsigned byte;
    sscanf(fields[i] + 2 * n, "%2x", &byte);
    memory[i][n] = (char)byte;
  }
  return memory[i];
}

static void put(const void* data, size_t size) {
  putchar(' ');
  if (size == 0) putchar('.');
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char*)data)[i]);
}

static void put_string(const char* s) {
  if (s == NULL)
    printf(" -");
  else
    put(s, strlen(s));
}

static void put_strings(char** strings) {
  while (*strings != NULL) put_string(*strings++);
  put_string(NULL);
}

static void info(void) {
  struct addrinfo hints = {.ai_flags = (int)number(4),
                           .ai_family = (int)number(5),
                           .ai_socktype = (int)number(6),
                           .ai_protocol = (int)number(7)};
  struct addrinfo* res = NULL;
  errno = 0;
  int code = getaddrinfo(string(1), string(2), number(3) ? &hints : NULL, &res);
  printf("%d", code);
  if (code == EAI_SYSTEM) printf(" %d", errno);
  for (struct addrinfo* p = res; p != NULL; p = p->ai_next) {
    printf(" (%d %d %d %d %d", p->ai_flags, p->ai_family, p->ai_socktype, p->ai_protocol, (int)p->ai_addrlen);
    put(p->ai_addr, p->ai_addrlen);
    put_string(p->ai_canonname);
    putchar(')');
  }
  if (res != NULL) freeaddrinfo(res);
}

static void name(void) {
  static char host[MAXLINE], serv[MAXLINE];
  long hostlen = number(3), servlen = number(4);
  memset(host, 0xee, sizeof host);
  memset(serv, 0xee, sizeof serv);
  errno = 0;
  int code = getnameinfo((struct sockaddr*)string(1), (socklen_t)number(2), hostlen < 0 ? NULL : host,
                         hostlen < 0 ? 0 : (socklen_t)hostlen, servlen < 0 ? NULL : serv,
                         servlen < 0 ? 0 : (socklen_t)servlen, (int)number(5));
  printf("%d", code);
  if (code == EAI_SYSTEM) printf(" %d", errno);
  put(host, (size_t)(hostlen + 1));  // One more than it may write to.
  put(serv, (size_t)(servlen + 1));
}

static void put_host(struct hostent* h) {
  if (h == NULL) {
    printf("NULL %d %d", h_errno, errno);
    return;
  }
  put_string(h->h_name);
  put_strings(h->h_aliases);
  printf(" %d %d", h->h_addrtype, h->h_length);
  for (char** address = h->h_addr_list; *address != NULL; address++) put(*address, (size_t)h->h_length);
}

static void put_service(struct servent* s) {
  if (s == NULL) {
    printf("NULL");
    return;
  }
  put_string(s->s_name);
  put_strings(s->s_aliases);
  printf(" %d", s->s_port);
  put_string(s->s_proto);
}

static void put_protocol(struct protoent* p) {
  if (p == NULL) {
    printf("NULL");
    return;
  }
  put_string(p->p_name);
  put_strings(p->p_aliases);
  printf(" %d", p->p_proto);
}

static void entries(void) {
  struct hostent* h;
  struct servent* s;
  struct protoent* p;
  sethostent(1);
  setservent(1);
  setprotoent(1);
  while ((h = gethostent()) != NULL) put_host(h);
  while ((s = getservent()) != NULL) put_service(s);
  while ((p = getprotoent()) != NULL) put_protocol(p);
  endhostent();
  endservent();
  endprotoent();
}

int main(void) {
  static char line[MAXLINE];
  while (fgets(line, sizeof line, stdin) != NULL) {
    int count = 0;
    for (char* field = strtok(line, " \n"); field != NULL && count < 8; field = strtok(NULL, " \n")) {
      fields[count++] = field;
    }
    errno = 0;
    h_errno = 0;
    switch (*fields[0]) {
      case 'i':
        info();
        break;
      case 'n':
        name();
        break;
      case 'h':
        put_host(gethostbyname(string(1)));
        break;
      case 'H':
        put_host(gethostbyname2(string(1), (int)number(2)));
        break;
      case 'a':
        put_host(gethostbyaddr(string(1), (socklen_t)number(2), (int)number(3)));
        break;
      case 's':
        put_service(getservbyname(string(1), string(2)));
        break;
      case 'p':
        put_service(getservbyport((int)number(1), string(2)));
        break;
      case 'r':
        put_protocol(getprotobyname(string(1)));
        break;
      case 'R':
        put_protocol(getprotobynumber((int)number(1)));
        break;
      case 'G':
        put_string(gai_strerror((int)number(1)));
        put_string(hstrerror((int)number(1)));
        break;
      case 'e':
        entries();
        break;
    }
    putchar('\n');
  }
  return 0;
}
