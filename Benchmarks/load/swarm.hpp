// The swarm: all client connections of a run on one epoll. It connects, shakes hands, cuts the byte stream into messages
// and hands them to a Traffic, which is what a mode adds.
#pragma once
#include <netinet/in.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "clock.hpp"
#include "histogram.hpp"
#include "options.hpp"

struct Connection {
  enum State : u8 { connecting, handshaking, open, closed };

  int fd = -1;
  u32 id = 0;
  u32 generation = 0;  // tells an event for an earlier socket of this slot from one for the present one
  State state = closed;
  bool wantsOut = false;
  bool closing = false;    // this side has sent a close frame and waits for the server to end the connection
  u32 restLength = 0, restCapacity = 0;
  u8* rest = nullptr;         // the bytes of an incomplete frame
  u64 got = 0, sequence = 0;  // messages received; echo: the next one to send
  u64 startedAt = 0;
  std::unique_ptr<std::string> fragments, unsent;
};

/// What a mode does with its connections.
class Traffic {
 public:
  virtual ~Traffic() = default;
  virtual void opened(Connection&) {}
  virtual void text(Connection&, const u8* /*payload*/, size_t /*length*/, u64 /*now*/) {}
  /// An open connection has ended though nobody on this side closed it.
  virtual void cutOff(Connection&) {}
  /// The server has ended a connection after `closeGracefully`.
  virtual void closed(Connection&) {}
  /// A connection could not be opened.
  virtual void refused(Connection&) {}
  /// All that one event brought has been handed over; a good moment to send.
  virtual void eventDone() {}
};

struct Counters {
  u64 opened = 0, alive = 0, failed = 0, disconnected = 0;
  u64 closeFrames = 0, pings = 0, bad = 0, fragments = 0;
  u64 frames = 0, bytes = 0, reads = 0, blocked = 0, polls = 0, events = 0;
};

class Swarm {
 public:
  explicit Swarm(const Options&);
  ~Swarm();
  Swarm(const Swarm&) = delete;

  void attach(Traffic& traffic) { traffic_ = &traffic; }
  /// Connects everyone, `inFlight` at a time; gives up after the connect timeout.
  void connectAll();
  void start(u32 id);
  /// Ends a connection from this side, with a reset that leaves no TIME_WAIT behind.
  void reset(Connection&);
  void resetAll();
  /// Sends a close frame; the server answers it and ends the connection.
  void closeGracefully(Connection&);
  /// Waits at most this long for events and handles them.
  void poll(i64 waitNs);
  void pollUntil(u64 time);

  void sendText(Connection&, u64 sequence, u64 due);
  void sendControl(Connection&, u8 opcode, const u8* payload, size_t length);
  /// Counts a message that should not be, with what was wrong about it.
  void complain(const std::string& what);
  void note(const std::string& error);

  std::vector<Connection> connections;
  Counters counters;
  Histogram handshakes;
  std::string firstError;
  u64 epoch;  // stamps count from here
  u64 sentTexts = 0;
  std::map<int, u64> closeCodes;  // of the server's close frames; 1005 where one has no code
  bool quiet = false;  // the run is over: an ending connection is no longer an error

 private:
  void handle(Connection&, u32 events);
  void readable(Connection&, u32 events);
  size_t handshake(Connection&, const u8* bytes, size_t length, u64 now);
  size_t parse(Connection&, const u8* bytes, size_t length, u64 now);
  void message(Connection&, const u8* payload, size_t length, u64 now);
  void rareFrame(Connection&, u8 firstByte, const u8* payload, size_t length, u64 now);
  void send(Connection&, const u8* bytes, size_t length);
  void flush(Connection&);
  void arm(Connection&, bool out);
  void drop(Connection&, const char* why);
  void forget(Connection&);
  void buildFrame();

  const Options& options_;
  Traffic* traffic_ = nullptr;
  int epoll_;
  sockaddr_in server_{};
  std::string request_;
  std::vector<u8> frame_, readBuffer_;
  size_t headerLength_ = 0;
};
