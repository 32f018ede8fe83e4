// What the kernel says about the server, about this process and about the whole machine.
#pragma once
#include <string>
#include <vector>

#include "clock.hpp"

/// A process's memory, in KiB.
struct Memory {
  long resident = 0, proportional = 0, anonymous = 0, highest = 0;
  int threads = 0;
};
Memory memoryOf(int pid);

/// CPU time so far, in seconds.
struct CPUTimes {
  u64 at = 0;
  double server = 0, serverUser = 0;  // the server's whole time to the nanosecond; its user part to a clock tick (10 ms)
  double own = 0;
  std::vector<double> busy, stolen;  // one a core
};
CPUTimes cpuTimes(int serverPID);

/// The page in which tools/alloccount.c counts a server's heap allocations (zeros if there is none).
class AllocationPage {
 public:
  void open(const std::string& path);
  bool isOpen() const { return counts_ != nullptr; }
  u64 calls() const;
  u64 bytes() const;

 private:
  const volatile u64* counts_ = nullptr;
};
