// A reconnect storm: --in-flight clients connect, shake hands, leave and come again, as fast as can be.
#pragma once
#include <utility>

#include "measurement.hpp"

class Storm final : public Traffic {
 public:
  Storm(const Options& options, Swarm& swarm, const Meter& meter)
      : options_(options), swarm_(swarm), meter_(meter) {}

  void run(Measurement& m) {
    const u32 clients = static_cast<u32>(options_.clients < options_.inFlight ? options_.clients : options_.inFlight);
    const u64 start = nowNs();
    for (u32 id = 0; id < clients; id++) swarm_.start(id);
    until(start + toNs(options_.warmup));
    m.before = mark(false);
    until(start + toNs(options_.warmup) + toNs(options_.seconds));
    m.after = mark(true);
    stopping_ = true;
    m.totals.expected = m.totals.received = cycles_;
  }

  void opened(Connection& c) override {
    if (options_.graceful) return swarm_.closeGracefully(c);
    swarm_.reset(c);
    again(c);
  }
  void closed(Connection& c) override { again(c); }
  void cutOff(Connection& c) override { again(c); }
  void refused(Connection& c) override { again(c); }

  void eventDone() override {
    for (u32 id : std::exchange(waiting_, {})) swarm_.start(id);
  }

 private:
  static constexpr u64 mostFailures = 1000;

  Mark mark(bool withMemory) const {
    Mark m = meter_.mark(withMemory);
    m.received = m.completed = swarm_.counters.opened;
    return m;
  }

  void until(u64 time) {
    for (u64 now; (now = nowNs()) < time && swarm_.counters.failed < mostFailures;)
      swarm_.poll(static_cast<i64>(time - now));
  }

  void again(Connection& c) {
    cycles_++;
    if (!stopping_ && swarm_.counters.failed < mostFailures) waiting_.push_back(c.id);
  }

  const Options& options_;
  Swarm& swarm_;
  const Meter& meter_;
  std::vector<u32> waiting_;
  u64 cycles_ = 0;
  bool stopping_ = false;
};
