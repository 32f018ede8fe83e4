// floor: the least a WebSocket hub can do on a machine. epoll, the handshake, and for each message one send() of the one
// encoded frame to each connection ("each"), or one send() to each connection of all frames that one turn of the loop
// brought ("batch"). It checks nothing and keeps nothing that a socket does not take at once: not a server to use.
//
//   floor PORT [each|batch]
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "websocket.h"

#define MOST_CONNECTIONS 65536
#define LARGEST_FRAME 70000

enum state { NONE, HTTP, MEMBER, ECHO };

static struct connection {
  enum state state;
  int place;  // in `members`
  uint32_t rest_length;
  uint8_t *rest;  // the bytes of an incomplete frame
} connections[MOST_CONNECTIONS];  // by descriptor

static int members[MOST_CONNECTIONS], member_count;
static uint8_t in[1 << 18], batch[1 << 20], echoed[1 << 18];
static size_t batch_length;
static int batching;

static void leave(int fd) {
  struct connection *c = &connections[fd];
  if (c->state == MEMBER) {
    int last = members[--member_count];
    members[c->place] = last;
    connections[last].place = c->place;
  }
  free(c->rest);
  *c = (struct connection){NONE};
  close(fd);
}

static void send_all(const uint8_t *bytes, size_t length) {
  for (int i = 0; i < member_count; i++) send(members[i], bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void flush_batch(void) {
  if (batch_length) send_all(batch, batch_length);
  batch_length = 0;
}

// Answers a request head in `in`; returns how many bytes it took.
static size_t http(int fd, size_t length) {
  static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n";
  char *end = memmem(in, length, "\r\n\r\n", 4);
  if (!end) return 0;
  char *key = strcasestr((char *)in, "\r\nsec-websocket-key:");
  if (!key) {
    send(fd, ok, sizeof ok - 1, MSG_NOSIGNAL);
  } else {
    char answer[256];
    key += 20;
    while (*key == ' ') key++;
    if (end - key < 24) return 0;
    send(fd, answer, upgrade_answer(key, answer, sizeof answer), MSG_NOSIGNAL);
    struct connection *c = &connections[fd];
    if (!strncmp((char *)in, "GET /echo", 9)) {
      c->state = ECHO;
    } else {
      c->state = MEMBER;
      c->place = member_count;
      members[member_count++] = fd;
    }
  }
  return (size_t)(end - (char *)in) + 4;
}

static void deliver(const struct frame *f) {
  if (!batching) {
    static uint8_t one[LARGEST_FRAME];
    send_all(one, reframe(f, one));
    return;
  }
  batch_length += reframe(f, batch + batch_length);
  if (batch_length > sizeof batch - LARGEST_FRAME) flush_batch();
}

static void readable(int fd) {
  struct connection *c = &connections[fd];
  size_t offset = c->rest_length, at = 0, echo_length = 0;
  if (offset) memcpy(in, c->rest, offset);
  ssize_t n = recv(fd, in + offset, sizeof in - offset - 1, MSG_DONTWAIT);
  if (n <= 0) {
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) leave(fd);
    return;
  }
  size_t length = offset + (size_t)n;
  in[length] = 0;
  if (c->state == HTTP) at = http(fd, length);
  while (c->state == MEMBER || c->state == ECHO) {
    struct frame f;
    int found = read_frame(in + at, length - at, &f);
    if (found == 0) break;
    int opcode = f.first & 15;
    if (found < 0 || opcode == 8) {
      leave(fd);
      return;
    }
    at += f.size;
    if (opcode != 1 && opcode != 2) continue;
    if (c->state == MEMBER) {
      deliver(&f);
      continue;
    }
    echo_length += reframe(&f, echoed + echo_length);
    if (echo_length > sizeof echoed - LARGEST_FRAME) {
      send(fd, echoed, echo_length, MSG_NOSIGNAL);
      echo_length = 0;
    }
  }
  if (echo_length) send(fd, echoed, echo_length, MSG_NOSIGNAL);
  size_t rest = length - at;
  if (rest) {
    c->rest = realloc(c->rest, rest);
    memcpy(c->rest, in + at, rest);
  }
  c->rest_length = (uint32_t)rest;
}

static void accept_all(int listener, int epoll) {
  int fd, one = 1;
  while ((fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
    if (fd >= MOST_CONNECTIONS) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connections[fd].state = HTTP;
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
  }
}

static int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                          .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(fd, (void *)&a, sizeof a) || listen(fd, 4096)) {
    perror("floor");
    exit(1);
  }
  return fd;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  batching = argc > 2 && !strcmp(argv[2], "batch");
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int listener = listen_on(atoi(argv[1])), epoll = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = listener}, events[1024];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e);
  for (;;) {
    int n = epoll_wait(epoll, events, 1024, -1);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) accept_all(listener, epoll);
      else if (connections[fd].state != NONE) readable(fd);
    }
    flush_batch();
  }
}
