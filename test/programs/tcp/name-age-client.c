// The C twin of examples/tcp/name-age-client.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define NAMESIZE 20
#define LINESIZE 100

int main(int argc, char* argv[]) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_in server = {0};
  server.sin_family = AF_INET;
  server.sin_port = htons(atoi(argv[1]));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1 || connect(sockfd, (struct sockaddr*)&server, sizeof server) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
  FILE* input = fdopen(sockfd, "r");
  FILE* output = fdopen(dup(sockfd), "w");
  if (input == NULL || output == NULL) {
    perror("fdopen");
    exit(EXIT_FAILURE);
  }

  char name[NAMESIZE];
  int age;
  char line[LINESIZE];
  while (scanf("%19s %d", name, &age) == 2) {
    fprintf(output, "%s %d\n", name, age);
    fflush(output);
    if (fgets(line, sizeof line, input) == NULL) break;
    fputs(line, stdout);
  }

  fclose(output);
  fclose(input);
  return EXIT_SUCCESS;
}
