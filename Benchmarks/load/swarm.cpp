// Sockets: connecting, reading, writing, ending.
#include "swarm.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

static constexpr size_t readBufferSize = 512 * 1024;
static constexpr size_t mostUnsent = 8u << 20;
static constexpr u32 alwaysWanted = EPOLLIN | EPOLLRDHUP | EPOLLET;

static void raiseFileLimit(int clients) {
  rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  rlim_t wanted = static_cast<rlim_t>(clients) + 64;
  limit.rlim_cur = limit.rlim_max = std::max(limit.rlim_max, wanted);
  if (setrlimit(RLIMIT_NOFILE, &limit) == 0) return;
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < wanted)
    die("%d clients need %llu open files; this process may have %llu", clients, (unsigned long long)wanted,
        (unsigned long long)limit.rlim_max);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Swarm::Swarm(const Options& options)
    : connections(static_cast<size_t>(options.clients)), epoch(nowNs()), options_(options),
      epoll_(epoll_create1(EPOLL_CLOEXEC)), readBuffer_(readBufferSize, 1) {
  server_.sin_family = AF_INET;
  server_.sin_port = htons(static_cast<u16>(options.port));
  if (inet_pton(AF_INET, options.host.c_str(), &server_.sin_addr) != 1 || ntohl(server_.sin_addr.s_addr) >> 24 != 127)
    die("--host %s: only 127.0.0.0/8 is allowed", options.host.c_str());
  raiseFileLimit(options.clients);
  request_ = "GET " + options.path + " HTTP/1.1\r\nHost: " + options.host + ":" + std::to_string(options.port) +
             "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
             "\r\nSec-WebSocket-Version: 13\r\n\r\n";
  buildFrame();
}

Swarm::~Swarm() {
  quiet = true;
  resetAll();
  close(epoll_);
  for (Connection& c : connections) std::free(c.rest);
}

void Swarm::note(const std::string& error) {
  if (firstError.empty()) firstError = error;
}

void Swarm::complain(const std::string& what) {
  counters.bad++;
  note(what);
}

// ---- connecting ----

void Swarm::connectAll() {
  u32 next = 0;
  const u32 all = static_cast<u32>(options_.clients);
  const u64 limit = nowNs() + toNs(options_.connectTimeout);
  while (counters.opened + counters.failed < all) {
    while (next < all && next - counters.opened - counters.failed < static_cast<u64>(options_.inFlight)) start(next++);
    poll(100'000'000);
    if (nowNs() > limit) {
      note("connect timeout");
      return;
    }
  }
}

void Swarm::start(u32 id) {
  Connection& c = connections[id];
  c.id = id;
  c.generation++;
  c.startedAt = nowNs();
  c.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c.fd < 0) die("socket: %s (at connection %u)", std::strerror(errno), id);
  int one = 1;
  setsockopt(c.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (options_.clients > options_.perAddress) {
    setsockopt(c.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    sockaddr_in source{};
    source.sin_family = AF_INET;
    source.sin_addr.s_addr = htonl(0x7f000002u + id / static_cast<u32>(options_.perAddress));
    if (bind(c.fd, reinterpret_cast<sockaddr*>(&source), sizeof source)) die("bind: %s", std::strerror(errno));
  }
  c.state = Connection::connecting;
  c.closing = false;
  c.wantsOut = true;
  int result = connect(c.fd, reinterpret_cast<sockaddr*>(&server_), sizeof server_);
  int error = errno;
  epoll_event e{};
  e.events = alwaysWanted | EPOLLOUT;
  e.data.u64 = static_cast<u64>(c.generation) << 32 | id;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, c.fd, &e)) die("epoll_ctl: %s", std::strerror(errno));
  if (result && error != EINPROGRESS) drop(c, std::strerror(error));
}

// ---- ending ----

void Swarm::forget(Connection& c) {
  c.state = Connection::closed;
  close(c.fd);
  c.fd = -1;
  c.restLength = 0;
  c.fragments.reset();
  c.unsent.reset();
}

/// The connection has ended, or must, and not because the run wants it to.
void Swarm::drop(Connection& c, const char* why) {
  if (c.state == Connection::closed) return;
  const bool wasOpen = c.state == Connection::open;
  if (wasOpen) {
    counters.alive--;
    if (!quiet && !c.closing) {
      counters.disconnected++;
      note(std::string("disconnect: ") + why);
    }
  } else {
    counters.failed++;
    note(std::string("connect: ") + why);
  }
  forget(c);
  if (!traffic_) return;
  if (wasOpen && c.closing) traffic_->closed(c);
  else if (wasOpen) traffic_->cutOff(c);
  else traffic_->refused(c);
}

void Swarm::reset(Connection& c) {
  if (c.state == Connection::closed) return;
  if (c.state == Connection::open) counters.alive--;
  linger l{1, 0};
  setsockopt(c.fd, SOL_SOCKET, SO_LINGER, &l, sizeof l);
  forget(c);
}

void Swarm::resetAll() {
  for (Connection& c : connections) reset(c);
}

void Swarm::closeGracefully(Connection& c) {
  const u8 normal[2] = {0x03, 0xe8};  // 1000
  c.closing = true;
  sendControl(c, 8, normal, sizeof normal);
}

// ---- writing ----

void Swarm::arm(Connection& c, bool out) {
  epoll_event e{};
  e.events = alwaysWanted | (out ? static_cast<u32>(EPOLLOUT) : 0u);
  e.data.u64 = static_cast<u64>(c.generation) << 32 | c.id;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, c.fd, &e);
  c.wantsOut = out;
}

void Swarm::send(Connection& c, const u8* bytes, size_t length) {
  if (c.state != Connection::open) return;
  const char* text = reinterpret_cast<const char*>(bytes);
  if (c.unsent && !c.unsent->empty()) {
    c.unsent->append(text, length);
    if (c.unsent->size() > mostUnsent) drop(c, "the server does not read: 8 MiB unsent");
    return;
  }
  ssize_t sent = ::send(c.fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent == static_cast<ssize_t>(length)) return;
  if (sent < 0) {
    if (errno != EAGAIN) return drop(c, std::strerror(errno));
    sent = 0;
  }
  counters.blocked++;
  if (!c.unsent) c.unsent = std::make_unique<std::string>();
  c.unsent->append(text + sent, length - static_cast<size_t>(sent));
  if (!c.wantsOut) arm(c, true);
}

void Swarm::flush(Connection& c) {
  while (c.unsent && !c.unsent->empty()) {
    ssize_t sent = ::send(c.fd, c.unsent->data(), c.unsent->size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (errno != EAGAIN) drop(c, std::strerror(errno));
      return;
    }
    c.unsent->erase(0, static_cast<size_t>(sent));
  }
  if (c.wantsOut) arm(c, false);
}

// ---- reading ----

void Swarm::readable(Connection& c, u32 events) {
  const bool ending = events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR);
  u8* buffer = readBuffer_.data();
  for (;;) {
    size_t offset = c.restLength;
    if (offset) std::memcpy(buffer, c.rest, offset);
    ssize_t n = recv(c.fd, buffer + offset, readBufferSize - offset, MSG_DONTWAIT);
    counters.reads++;
    if (n <= 0) {
      if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
      return drop(c, n ? std::strerror(errno) : "end of stream without a close frame");
    }
    counters.bytes += static_cast<u64>(n);
    const u64 now = nowNs();
    const size_t length = offset + static_cast<size_t>(n);
    const u32 generation = c.generation;
    size_t used = c.state == Connection::open ? parse(c, buffer, length, now) : handshake(c, buffer, length, now);
    if (c.state == Connection::closed || c.generation != generation) return;
    const size_t rest = length - used;
    if (rest > c.restCapacity) {
      c.restCapacity = static_cast<u32>(rest + 64);
      c.rest = static_cast<u8*>(std::realloc(c.rest, c.restCapacity));
      if (!c.rest) die("out of memory");
    }
    if (rest) std::memcpy(c.rest, buffer + used, rest);
    c.restLength = static_cast<u32>(rest);
    if (static_cast<size_t>(n) < readBufferSize - offset && !ending) return;
  }
}

void Swarm::handle(Connection& c, u32 events) {
  if (c.state == Connection::connecting && events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(c.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) return drop(c, std::strerror(error));
    c.state = Connection::handshaking;
    ssize_t sent = ::send(c.fd, request_.data(), request_.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(request_.size())) return drop(c, "the handshake could not be sent");
  } else if (events & EPOLLOUT && c.unsent && !c.unsent->empty()) {
    flush(c);
    if (c.state == Connection::closed) return;
  }
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) readable(c, events);
}

void Swarm::poll(i64 waitNs) {
  static epoll_event events[1024];
  waitNs = std::max<i64>(waitNs, 0);
  timespec wait{static_cast<time_t>(waitNs / i64(nsPerSecond)), static_cast<long>(waitNs % i64(nsPerSecond))};
  counters.polls++;
  int n = epoll_pwait2(epoll_, events, 1024, &wait, nullptr);
  for (int i = 0; i < n; i++) {
    counters.events++;
    Connection& c = connections[events[i].data.u64 & 0xffffffff];
    bool stale = c.generation != events[i].data.u64 >> 32 || c.state == Connection::closed;
    if (!stale) handle(c, events[i].events);
    if (traffic_) traffic_->eventDone();
  }
}

void Swarm::pollUntil(u64 time) {
  for (u64 now; (now = nowNs()) < time;) poll(static_cast<i64>(std::min<u64>(time - now, 100'000'000)));
}
