#include "machine.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "options.hpp"

static bool readFile(const char* path, std::string& text) {
  int f = open(path, O_RDONLY | O_CLOEXEC);
  if (f < 0) return false;
  text.clear();
  char block[16384];
  ssize_t n;
  while ((n = read(f, block, sizeof block)) > 0) text.append(block, static_cast<size_t>(n));
  close(f);
  return true;
}

static std::string procPath(int pid, const char* name) { return "/proc/" + std::to_string(pid) + "/" + name; }

Memory memoryOf(int pid) {
  Memory m;
  if (!pid) return m;
  std::string s;
  auto field = [&](const char* key) -> long {
    size_t at = s.find(key);
    return at == std::string::npos ? 0 : std::atol(s.c_str() + at + std::strlen(key));
  };
  if (readFile(procPath(pid, "smaps_rollup").c_str(), s)) {
    m.resident = field("\nRss:");
    m.proportional = field("\nPss:");
    m.anonymous = field("\nAnonymous:");
  }
  if (readFile(procPath(pid, "status").c_str(), s)) {
    m.highest = field("\nVmHWM:");
    m.threads = static_cast<int>(field("\nThreads:"));
  }
  return m;
}

static void readServer(int pid, double tick, CPUTimes& r) {
  clockid_t clock;
  timespec t;
  if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &t) == 0)
    r.server = static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
  std::string s;
  if (!readFile(procPath(pid, "stat").c_str(), s)) return;
  size_t end = s.rfind(')');  // the process's name may hold anything
  unsigned long long user = 0;
  // after the name: state and ten numbers, then utime
  if (end != std::string::npos &&
      std::sscanf(s.c_str() + end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu", &user) == 1)
    r.serverUser = static_cast<double>(user) / tick;
}

static void readCores(double tick, CPUTimes& r) {
  std::string s;
  if (!readFile("/proc/stat", s)) return;
  for (size_t at = 0; (at = s.find("\ncpu", at)) != std::string::npos;) {
    at += 4;
    char* next;
    std::strtol(s.c_str() + at, &next, 10);
    double v[8] = {};  // user nice system idle iowait irq softirq steal
    for (double& x : v) x = std::strtod(next, &next);
    r.busy.push_back((v[0] + v[1] + v[2] + v[5] + v[6]) / tick);
    r.stolen.push_back(v[7] / tick);
  }
}

CPUTimes cpuTimes(int serverPID) {
  static const double tick = static_cast<double>(sysconf(_SC_CLK_TCK));
  CPUTimes r;
  r.at = nowNs();
  if (serverPID) readServer(serverPID, tick, r);
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  r.own = seconds(u.ru_utime) + seconds(u.ru_stime);
  readCores(tick, r);
  return r;
}

// The page's words: calls of malloc, calloc, realloc, aligned; then bytes asked for. See tools/alloccount.c.
static constexpr int wordsOfCalls = 4, wordOfBytes = 4;

void AllocationPage::open(const std::string& path) {
  if (path.empty()) return;
  int f = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (f < 0) die("cannot open --alloc-page %s: %s", path.c_str(), std::strerror(errno));
  void* page = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, f, 0);
  close(f);
  if (page == MAP_FAILED) die("cannot map --alloc-page %s: %s", path.c_str(), std::strerror(errno));
  counts_ = static_cast<const volatile u64*>(page);
}

u64 AllocationPage::calls() const {
  u64 sum = 0;
  for (int i = 0; counts_ && i < wordsOfCalls; i++) sum += counts_[i];
  return sum;
}

u64 AllocationPage::bytes() const { return counts_ ? counts_[wordOfBytes] : 0; }
