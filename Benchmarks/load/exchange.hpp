// What broadcast and echo have in common: warm up, measure, stop sending, wait for what is under way.
#pragma once
#include "measurement.hpp"

class Exchange : public Traffic {
 public:
  Exchange(const Options& options, Swarm& swarm, const Meter& meter)
      : options_(options), swarm_(swarm), meter_(meter) {}

  void run(Measurement&);

  void text(Connection& c, const u8* payload, size_t length, u64 now) final {
    if (phase_ != Phase::idle) arrived(c, payload, length, now);
  }

 protected:
  enum class Phase { idle, warmup, measured, draining, over };

  /// The first messages.
  virtual void begin(u64 now) = 0;
  virtual void arrived(Connection&, const u8* payload, size_t length, u64 now) = 0;
  /// Sends what is due; returns how long (ns) it can wait until it wants to be asked again.
  virtual i64 pump(u64 /*now*/) { return 20'000'000; }
  /// Nothing that was sent is still under way.
  virtual bool settled() const = 0;
  virtual void report(Totals&) const = 0;

  bool sending() const { return phase_ == Phase::warmup || phase_ == Phase::measured; }
  void count(u64 due, u64 now) {
    const u64 took = now > due ? now - due : 0;
    received_++;
    if (phase_ == Phase::measured) latency_.add(took);
    if (took > lateAfter_) late_++;
  }

  const Options& options_;
  Swarm& swarm_;
  u64 startedAt_ = 0, received_ = 0, completed_ = 0;

 private:
  void take(Mark&, bool withMemory) const;
  void setPhase(u64 now, Measurement&);
  bool finished(u64 now);

  const Meter& meter_;
  Phase phase_ = Phase::idle;
  Histogram latency_;
  u64 measureFrom_ = 0, sendUntil_ = 0, waitUntil_ = 0, late_ = 0;
  u64 lateAfter_ = toNs(options_.lateAfter);
  u64 lastCount_ = 0, lastProgress_ = 0;
};
