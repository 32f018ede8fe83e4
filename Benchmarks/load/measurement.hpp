// What a run measures: marks taken at its turning points, and the differences between them.
#pragma once
#include "machine.hpp"
#include "swarm.hpp"

/// Everything that is counted, at one moment.
struct Mark {
  CPUTimes cpu;
  Memory memory;
  Counters counters;
  u64 received = 0, completed = 0, sent = 0;  // deliveries or round trips; broadcasts that everyone has; texts sent
  u64 allocations = 0, allocatedBytes = 0;
};

struct Totals {
  u64 expected = 0, received = 0;
  u64 outOfOrder = 0, duplicates = 0, late = 0, forced = 0;
  i64 lost = 0, lostOnLive = 0;  // in all; by clients that were still connected at the end
  double drainSeconds = 0;       // from the end of sending to the last delivery
};

struct Measurement {
  Mark atStart, connected, before, after;  // before any connection; all connected; the measured stretch's two ends
  u64 opened = 0;
  Totals totals;
  Histogram latency;
};

class Meter {
 public:
  Meter(const Options& options, const Swarm& swarm) : options_(options), swarm_(swarm) { page_.open(options.allocPage); }

  Mark mark(bool withMemory) const {
    Mark m;
    if (withMemory) m.memory = memoryOf(options_.pid);
    m.cpu = cpuTimes(options_.pid);
    m.counters = swarm_.counters;
    m.sent = swarm_.sentTexts;
    m.allocations = page_.calls();
    m.allocatedBytes = page_.bytes();
    return m;
  }
  bool countsAllocations() const { return page_.isOpen(); }

 private:
  const Options& options_;
  const Swarm& swarm_;
  AllocationPage page_;
};
