// The command line.
#pragma once
#include <string>

#include "clock.hpp"

struct Options {
  std::string mode, host = "127.0.0.1", path, label, allocPage;
  int port = 0;
  int pid = 0;             // the server's: its CPU time and memory are reported
  int clients = 100;
  int senders = 8;         // broadcast: how many of the clients send
  int bytes = 128;         // payload
  int window = 8;          // broadcasts outstanding in all; echo: messages outstanding per connection
  int inFlight = 64;       // handshakes under way at once
  int perAddress = 25000;  // connections per source address 127.0.0.x
  double rate = 0;         // broadcasts a second in all, open loop; 0 = closed loop with `window`
  double seconds = 8, warmup = 1, settle = 0.3, drain = 5, stall = 3, connectTimeout = 60;
  double lateAfter = 1;    // a delivery that takes longer (s) counts as late
  bool json = false;
  bool newlineBatched = false;  // gorilla's chat joins queued messages with newlines into one frame
  bool graceful = false;        // storm: end with a close frame instead of a reset

  bool isBroadcast() const { return mode == "broadcast" || mode == "overload"; }
};

/// Reads and checks the arguments; prints what is wrong and exits with status 2.
Options parseOptions(int count, char** arguments);

[[noreturn]] void die(const char* format, ...) __attribute__((format(printf, 1, 2)));
