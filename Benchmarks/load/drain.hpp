// Everyone connects, one text goes to all, then the server is told to stop: who gets what, and when everyone has been let go.
#pragma once
#include <csignal>

#include "measurement.hpp"
#include "stamp.hpp"

class Drain final : public Traffic {
 public:
  Drain(const Options& options, Swarm& swarm, const Meter& meter) : options_(options), swarm_(swarm), meter_(meter) {}

  void run(Measurement& m) {
    m.before = meter_.mark(true);
    const u64 sent = nowNs();
    for (Connection& c : swarm_.connections)
      if (c.state == Connection::open) {
        swarm_.sendText(c, 0, sent);
        break;
      }
    const u64 all = swarm_.counters.alive;
    waitFor(sent + toNs(options_.stall), [&] { return received_ >= all; });
    m.after = meter_.mark(true);
    m.after.received = received_;
    broadcast = toSeconds(last_ - sent);
    m.totals.expected = all;
    m.totals.received = received_;
    m.totals.lost = m.totals.lostOnLive = static_cast<i64>(all) - static_cast<i64>(received_);
    m.totals.duplicates = duplicates_;

    swarm_.quiet = true;
    const u64 told = nowNs();
    if (kill(options_.pid, SIGTERM)) die("the server could not be told to stop");
    waitFor(told + toNs(options_.drain), [&] { return swarm_.counters.alive == 0; });
    firstGone = ended_ ? toSeconds(firstEnded_ - told) : 0;
    lastGone = ended_ ? toSeconds(last_ - told) : 0;
    m.totals.drainSeconds = lastGone;
    left = swarm_.counters.alive;
  }

  void text(Connection& c, const u8*, size_t, u64 now) override {
    if (c.got++) duplicates_++;
    received_++;
    last_ = now;
  }

  void cutOff(Connection&) override {
    last_ = nowNs();
    if (!ended_++) firstEnded_ = last_;
  }

  double broadcast = 0, firstGone = 0, lastGone = 0;
  u64 left = 0;  // those that the server had not let go in time

 private:
  template <typename Condition>
  void waitFor(u64 limit, Condition isDone) {
    while (!isDone() && nowNs() < limit) swarm_.poll(100'000'000);
  }

  const Options& options_;
  Swarm& swarm_;
  const Meter& meter_;
  u64 received_ = 0, duplicates_ = 0, ended_ = 0, firstEnded_ = 0, last_ = 0;
};
