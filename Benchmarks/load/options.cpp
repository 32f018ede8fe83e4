#include "options.hpp"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>

#include "stamp.hpp"

static const char usageText[] =
    "wsload MODE --port P [options]\n"
    "  broadcast   senders' texts go to every client; closed loop (--window) or open loop (--rate)\n"
    "  echo        each client sends, waits for its own text, sends again\n"
    "  idle        connects, holds, reports memory and handshake cost\n"
    "  storm       connects and closes as fast as can be: server CPU per handshake\n"
    "  drain       connects, sends one text to all, tells the server (--pid) to stop: who gets what, and when\n"
    "  overload    broadcast with more than a server can do (1,000 clients, 1,500 broadcasts/s): who is cut off\n"
    "\n"
    "  --port P --host 127.x.y.z --path /ws (echo: /echo)\n"
    "  --pid PID            server's pid: its CPU time and memory are reported\n"
    "  --alloc-page FILE    page of tools/alloccount.c: heap allocations are reported\n"
    "  --clients N          connections (100; overload 1000)\n"
    "  --senders S          clients that send (8)\n"
    "  --bytes B            payload bytes, >= 24 (128)\n"
    "  --window W           broadcasts outstanding in all (8); echo: per connection (1)\n"
    "  --rate R             R broadcasts/s in all; latency counts from when a message was DUE\n"
    "  --secs T --warmup T --settle T --drain T --stall T    (8, 1, 0.3, 5, 3 s; overload: warmup 0, drain 60)\n"
    "  --late T             a delivery later than this counts as late (1 s)\n"
    "  --newline-batched    accept several payloads joined by '\\n' in one message (gorilla's chat)\n"
    "  --graceful           storm: end with a close frame, not a reset\n"
    "  --in-flight K        handshakes under way at once (64)     --connect-timeout T (60 s)\n"
    "  --per-address K      connections per source address 127.0.0.x (25000)\n"
    "  --json --label TEXT\n"
    "\n"
    "Loopback only. Exit: 0 clean, 1 something was lost, cut off or malformed, 2 usage, 3 not everyone could connect.\n";

void die(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  std::fputs("wsload: ", stderr);
  std::vfprintf(stderr, format, arguments);
  std::fputc('\n', stderr);
  va_end(arguments);
  std::exit(2);
}

static void setModeDefaults(Options& o) {
  o.path = o.mode == "echo" ? "/echo" : "/ws";
  if (o.mode == "echo") o.window = 1;
  if (o.mode == "overload") {
    o.clients = 1000;
    o.rate = 1500;
    o.warmup = 0;
    o.drain = 60;
  }
}

static void check(const Options& o) {
  struct Range {
    const char* name;
    double value, least, most;
  };
  const Range ranges[] = {
      {"--port", double(o.port), 1, 65535},        {"--clients", double(o.clients), 1, 500000},
      {"--bytes", double(o.bytes), smallestPayload, 100000},
      {"--window", double(o.window), 1, 4096},     {"--senders", double(o.senders), 1, 1024},
      {"--in-flight", double(o.inFlight), 1, 100000},
      {"--per-address", double(o.perAddress), 1, 60000},
      {"--rate", o.rate, 0, 1e6},                  {"--secs", o.seconds, 0.05, 600},
      {"--warmup", o.warmup, 0, 60},               {"--settle", o.settle, 0, 60},
      {"--drain", o.drain, 0, 300},                {"--stall", o.stall, 0.1, 60},
      {"--connect-timeout", o.connectTimeout, 0.1, 600},
      {"--late", o.lateAfter, 0, 600},
  };
  for (const Range& r : ranges)
    if (r.value < r.least || r.value > r.most)
      die("%s is %g, but must be from %g to %g", r.name, r.value, r.least, r.most);
}

Options parseOptions(int count, char** arguments) {
  Options o;
  if (count < 2) die("no mode\n%s", usageText);
  o.mode = arguments[1];
  if (o.mode == "--help" || o.mode == "-h") {
    std::fputs(usageText, stdout);
    std::exit(0);
  }
  if (!o.isBroadcast() && o.mode != "echo" && o.mode != "idle" && o.mode != "storm" && o.mode != "drain")
    die("unknown mode '%s'\n%s", o.mode.c_str(), usageText);
  setModeDefaults(o);

  std::map<std::string, int*> integers = {
      {"--port", &o.port},     {"--pid", &o.pid},       {"--clients", &o.clients},    {"--senders", &o.senders},
      {"--bytes", &o.bytes},   {"--window", &o.window}, {"--in-flight", &o.inFlight}, {"--per-address", &o.perAddress}};
  std::map<std::string, double*> numbers = {
      {"--rate", &o.rate},     {"--secs", &o.seconds}, {"--warmup", &o.warmup},   {"--settle", &o.settle},
      {"--drain", &o.drain},   {"--stall", &o.stall},  {"--late", &o.lateAfter},
      {"--connect-timeout", &o.connectTimeout}};
  std::map<std::string, std::string*> texts = {
      {"--host", &o.host}, {"--path", &o.path}, {"--label", &o.label}, {"--alloc-page", &o.allocPage}};
  std::map<std::string, bool*> switches = {
      {"--json", &o.json}, {"--newline-batched", &o.newlineBatched}, {"--graceful", &o.graceful}};

  for (int i = 2; i < count; i++) {
    std::string name = arguments[i];
    if (auto it = switches.find(name); it != switches.end()) {
      *it->second = true;
      continue;
    }
    bool known = integers.count(name) || numbers.count(name) || texts.count(name);
    if (!known) die("unknown option %s", name.c_str());
    if (i + 1 >= count) die("%s needs a value", name.c_str());
    const char* value = arguments[++i];
    char* end = nullptr;
    if (auto it = integers.find(name); it != integers.end()) *it->second = static_cast<int>(std::strtol(value, &end, 10));
    if (auto it = numbers.find(name); it != numbers.end()) *it->second = std::strtod(value, &end);
    if (auto it = texts.find(name); it != texts.end()) *it->second = value;
    if (end && (end == value || *end)) die("%s: '%s' is no number", name.c_str(), value);
  }
  if (o.mode == "drain" && o.pid <= 0) die("drain needs --pid");
  check(o);
  return o;
}
