#include "exchange.hpp"

#include <algorithm>

static constexpr u64 givesUpAfter = 5 * nsPerSecond;  // without a delivery, while draining

void Exchange::take(Mark& mark, bool withMemory) const {
  mark = meter_.mark(withMemory);
  mark.received = received_;
  mark.completed = completed_;
}

void Exchange::setPhase(u64 now, Measurement& m) {
  if (phase_ == Phase::warmup && now >= measureFrom_) {
    take(m.before, false);
    phase_ = Phase::measured;
  }
  if (phase_ == Phase::measured && now >= sendUntil_) {
    take(m.after, true);
    phase_ = Phase::draining;
  }
}

bool Exchange::finished(u64 now) {
  if (received_ != lastCount_) {
    lastCount_ = received_;
    lastProgress_ = now;
  }
  if (swarm_.counters.alive == 0) return true;
  if (phase_ != Phase::draining) return false;
  return settled() || now >= waitUntil_ || now - lastProgress_ > givesUpAfter;
}

void Exchange::run(Measurement& m) {
  startedAt_ = lastProgress_ = nowNs();
  measureFrom_ = startedAt_ + toNs(options_.warmup);
  sendUntil_ = measureFrom_ + toNs(options_.seconds);
  waitUntil_ = sendUntil_ + toNs(options_.drain);
  phase_ = Phase::warmup;
  begin(startedAt_);
  for (;;) {
    const u64 now = nowNs();
    setPhase(now, m);
    if (finished(now)) break;
    i64 wait = sending() ? pump(now) : 20'000'000;
    if (phase_ == Phase::warmup) wait = std::min(wait, static_cast<i64>(measureFrom_ - now));
    if (phase_ == Phase::measured) wait = std::min(wait, static_cast<i64>(sendUntil_ - now));
    swarm_.poll(wait);
  }
  if (sending()) {
    if (phase_ == Phase::warmup) take(m.before, false);
    take(m.after, true);
    swarm_.note("ended early: nobody is connected any more");
  }
  phase_ = Phase::over;
  swarm_.quiet = true;
  m.latency = latency_;
  m.totals.received = received_;
  m.totals.late = late_;
  if (lastProgress_ > sendUntil_) m.totals.drainSeconds = toSeconds(lastProgress_ - sendUntil_);
  report(m.totals);
}
