// wsload: a cheap WebSocket load generator (one thread, epoll, no dependencies). Loopback only.
#include <csignal>

#include "broadcast.hpp"
#include "drain.hpp"
#include "echo.hpp"
#include "report.hpp"
#include "storm.hpp"

static void connect(const Options& options, Swarm& swarm, const Meter& meter, Measurement& m) {
  swarm.connectAll();
  m.connected = meter.mark(false);
  m.opened = swarm.counters.opened;
  swarm.pollUntil(nowNs() + toNs(options.settle));
  m.connected.memory = memoryOf(options.pid);
}

static void hold(const Options& options, Swarm& swarm, const Meter& meter, Measurement& m) {
  m.before = meter.mark(false);
  swarm.pollUntil(nowNs() + toNs(options.seconds));
  m.after = meter.mark(true);
}

static int status(const Options& options, const Swarm& swarm, const Measurement& m) {
  if (options.mode == "storm" ? swarm.counters.failed > 0 : m.opened < static_cast<u64>(options.clients)) return 3;
  return m.totals.lost || m.totals.outOfOrder || m.totals.duplicates || swarm.counters.disconnected || swarm.counters.bad;
}

int main(int count, char** arguments) {
  signal(SIGPIPE, SIG_IGN);
  const Options options = parseOptions(count, arguments);
  Swarm swarm(options);
  const Meter meter(options, swarm);
  Measurement m;
  m.atStart = meter.mark(true);
  if (options.mode == "storm") {
    Storm storm(options, swarm, meter);
    swarm.attach(storm);
    storm.run(m);
    swarm.quiet = true;
    m.opened = swarm.counters.opened;
    m.connected = m.after;
    swarm.resetAll();
  } else if (options.mode == "idle") {
    connect(options, swarm, meter, m);
    hold(options, swarm, meter, m);
  } else if (options.mode == "drain") {
    Drain drain(options, swarm, meter);
    swarm.attach(drain);
    connect(options, swarm, meter, m);
    drain.run(m);
    printDrain(options, swarm, m, drain.broadcast, drain.firstGone, drain.lastGone, drain.left);
    return m.opened < static_cast<u64>(options.clients) ? 3
           : m.totals.lost || m.totals.duplicates || swarm.counters.bad || drain.left ? 1 : 0;
  } else if (options.mode == "echo") {
    Echo echo(options, swarm, meter);
    swarm.attach(echo);
    connect(options, swarm, meter, m);
    echo.run(m);
  } else {
    Broadcast broadcast(options, swarm, meter);
    swarm.attach(broadcast);
    connect(options, swarm, meter, m);
    broadcast.run(m);
  }
  swarm.quiet = true;
  if (options.json) printJSON(options, swarm, m, meter.countsAllocations());
  else printLine(options, swarm, m);
  return status(options, swarm, m);
}
