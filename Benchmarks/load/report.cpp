#include "report.hpp"

#include <cstdio>
#include <string>

/// Writes one flat JSON object.
class JSONLine {
 public:
  void text(const char* name, const std::string& value) {
    key(name);
    line_ += '"';
    for (char c : value) {
      if (c == '"' || c == '\\') line_ += '\\';
      line_ += static_cast<u8>(c) < 32 ? ' ' : c;
    }
    line_ += '"';
  }
  void number(const char* name, double value) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.10g", value == value ? value : 0);
    key(name);
    line_ += digits;
  }
  void whole(const char* name, i64 value) {
    key(name);
    line_ += std::to_string(value);
  }
  void whole(const char* name, u64 value) { whole(name, static_cast<i64>(value)); }
  void print() const { std::printf("{%s}\n", line_.c_str()); }

 private:
  void key(const char* name) {
    if (!line_.empty()) line_ += ',';
    line_ += std::string("\"") + name + "\":";
  }
  std::string line_;
};

static double ratio(double a, double b) { return b > 0 ? a / b : 0; }

/// What follows from the two ends of the measured stretch.
struct Derived {
  double seconds, server, serverUser, own, busy = 0, stolen = 0;
  double events;  // deliveries, round trips or handshakes

  explicit Derived(const Measurement& m)
      : seconds(toSeconds(m.after.cpu.at - m.before.cpu.at)),
        server(m.after.cpu.server - m.before.cpu.server),
        serverUser(m.after.cpu.serverUser - m.before.cpu.serverUser),
        own(m.after.cpu.own - m.before.cpu.own),
        events(static_cast<double>(m.after.received - m.before.received)) {
    for (size_t i = 0; i < m.after.cpu.busy.size() && i < m.before.cpu.busy.size(); i++) {
      busy += m.after.cpu.busy[i] - m.before.cpu.busy[i];
      stolen += m.after.cpu.stolen[i] - m.before.cpu.stolen[i];
    }
  }
  double percent(double cpuSeconds) const { return 100 * ratio(cpuSeconds, seconds); }
  double perSecond() const { return ratio(events, seconds); }
  double microsPerEvent() const { return ratio(server * 1e6, events); }
};

static double bytesPerConnection(const Options& o, const Measurement& m, const Mark& at) {
  if (!o.pid || !m.opened || !at.memory.proportional) return 0;
  return static_cast<double>(at.memory.proportional - m.atStart.memory.proportional) * 1024 / static_cast<double>(m.opened);
}

static void addConnecting(JSONLine& j, const Options& o, const Swarm& swarm, const Measurement& m) {
  const double seconds = toSeconds(m.connected.cpu.at - m.atStart.cpu.at);
  const double cpu = m.connected.cpu.server - m.atStart.cpu.server;
  const double opened = static_cast<double>(m.opened);
  j.whole("connected", m.opened);
  j.whole("connect_fail", swarm.counters.failed);
  j.number("connect_s", seconds);
  j.number("connects_per_s", ratio(opened, seconds));
  j.number("srv_us_per_connect", ratio(cpu * 1e6, opened));
  j.number("hs_p50_us", swarm.handshakes.quantile(.5) / 1e3);
  j.number("hs_p99_us", swarm.handshakes.quantile(.99) / 1e3);
  j.whole("rss0_kb", static_cast<i64>(m.atStart.memory.resident));
  j.whole("rss1_kb", static_cast<i64>(m.connected.memory.resident));
  j.whole("rss2_kb", static_cast<i64>(m.after.memory.resident));
  j.whole("pss0_kb", static_cast<i64>(m.atStart.memory.proportional));
  j.whole("pss1_kb", static_cast<i64>(m.connected.memory.proportional));
  j.whole("pss2_kb", static_cast<i64>(m.after.memory.proportional));
  j.whole("hwm_kb", static_cast<i64>(m.after.memory.highest));
  j.number("bytes_per_conn", bytesPerConnection(o, m, m.connected));
  j.number("bytes_per_conn_end", bytesPerConnection(o, m, m.after));
  j.whole("threads", static_cast<i64>(m.after.memory.threads));
}

static void addCounts(JSONLine& j, const Swarm& swarm, const Measurement& m) {
  const Totals& t = m.totals;
  j.whole("sent", swarm.sentTexts);
  j.whole("expected_total", t.expected);
  j.whole("received_total", t.received);
  j.whole("lost", t.lost);
  j.whole("lost_on_live", t.lostOnLive);
  j.whole("forced", t.forced);
  j.whole("out_of_order", t.outOfOrder);
  j.whole("dup", t.duplicates);
  j.whole("bad", swarm.counters.bad);
  j.whole("late", t.late);
  j.number("drain_s", t.drainSeconds);
  j.whole("disconnected", swarm.counters.disconnected);
  j.whole("close_frames", swarm.counters.closeFrames);
  j.whole("alive_end", swarm.counters.alive);
  j.whole("pings", swarm.counters.pings);
  j.whole("fragments", swarm.counters.fragments);
  j.whole("send_blocked", swarm.counters.blocked);
}

void printJSON(const Options& o, const Swarm& swarm, const Measurement& m, bool withAllocations) {
  const Derived d(m);
  const Counters &a = m.before.counters, &b = m.after.counters;
  const double completed = static_cast<double>(m.after.completed - m.before.completed);
  const double sent = static_cast<double>(m.after.sent - m.before.sent);
  JSONLine j;
  j.text("label", o.label);
  j.text("mode", o.mode);
  j.whole("clients", static_cast<i64>(o.clients));
  j.whole("senders", static_cast<i64>(o.senders));
  j.whole("bytes", static_cast<i64>(o.bytes));
  j.whole("window", static_cast<i64>(o.rate > 0 ? 0 : o.window));
  j.number("rate", o.rate);
  j.number("secs", d.seconds);
  j.number("per_s", d.perSecond());
  j.number("broadcasts_per_s", ratio(o.rate > 0 ? sent : completed, d.seconds));
  j.number("srv_cpu_s", d.server);
  j.number("srv_user_s", d.serverUser);
  j.number("srv_us_per", d.microsPerEvent());
  j.number("srv_cpu_pct", d.percent(d.server));
  j.number("lat_p50_us", m.latency.quantile(.5) / 1e3);
  j.number("lat_p99_us", m.latency.quantile(.99) / 1e3);
  j.number("lat_max_us", m.latency.largest() / 1e3);
  j.number("lat_mean_us", m.latency.mean() / 1e3);
  addCounts(j, swarm, m);
  addConnecting(j, o, swarm, m);
  j.number("client_busy_pct", d.percent(d.own));
  j.number("client_us_per", ratio(d.own * 1e6, d.events));
  j.number("msgs_per_recv", ratio(d.events, static_cast<double>(b.reads - a.reads)));
  j.number("msgs_per_frame", ratio(d.events, static_cast<double>(b.frames - a.frames)));
  j.number("events_per_poll", ratio(static_cast<double>(b.events - a.events), static_cast<double>(b.polls - a.polls)));
  j.number("mb_in_per_s", ratio(static_cast<double>(b.bytes - a.bytes) / 1e6, d.seconds));
  j.number("steal_pct", d.percent(d.stolen));
  j.number("other_cpu_pct", d.percent(d.busy - d.server - d.own));
  if (withAllocations) {
    j.whole("allocs", m.after.allocations - m.before.allocations);
    j.number("allocs_per", ratio(static_cast<double>(m.after.allocations - m.before.allocations), d.events));
    j.number("alloc_bytes_per", ratio(static_cast<double>(m.after.allocatedBytes - m.before.allocatedBytes), d.events));
  }
  j.text("error", swarm.firstError);
  j.print();
}

void printLine(const Options& o, const Swarm& swarm, const Measurement& m) {
  const Derived d(m);
  if (o.mode == "idle") {
    std::printf("idle: %llu connected, %.1f us of server CPU each, %.0f bytes each; %llu disconnected\n",
                (unsigned long long)m.opened,
                ratio((m.connected.cpu.server - m.atStart.cpu.server) * 1e6, static_cast<double>(m.opened)),
                bytesPerConnection(o, m, m.after), (unsigned long long)swarm.counters.disconnected);
  } else {
    const char* unit = o.mode == "echo" ? "round trips" : o.mode == "storm" ? "handshakes" : "deliveries";
    std::printf("%s, %d clients: %.0f %s/s, server %.3f us CPU each (%.0f %%), p50 %.0f p99 %.0f max %.0f us\n",
                o.mode.c_str(), o.clients, d.perSecond(), unit, d.microsPerEvent(), d.percent(d.server),
                m.latency.quantile(.5) / 1e3, m.latency.quantile(.99) / 1e3, m.latency.largest() / 1e3);
    std::printf("lost %lld of %llu, out of order %llu, dup %llu, bad %llu, cut off %llu, late %llu; client busy %.0f %%\n",
                (long long)m.totals.lost, (unsigned long long)m.totals.expected,
                (unsigned long long)m.totals.outOfOrder, (unsigned long long)m.totals.duplicates,
                (unsigned long long)swarm.counters.bad, (unsigned long long)swarm.counters.disconnected,
                (unsigned long long)m.totals.late, d.percent(d.own));
  }
  if (!swarm.firstError.empty()) std::printf("first error: %s\n", swarm.firstError.c_str());
}

void printDrain(const Options& o, const Swarm& swarm, const Measurement& m, double broadcast, double firstGone, double lastGone,
                u64 left) {
  JSONLine j;
  j.text("label", o.label);
  j.text("mode", o.mode);
  j.whole("clients", static_cast<i64>(o.clients));
  addConnecting(j, o, swarm, m);
  j.number("bytes_per_connection", bytesPerConnection(o, m, m.before));
  j.number("broadcast_ms", broadcast * 1e3);
  j.number("broadcast_cpu_ms", (m.after.cpu.server - m.before.cpu.server) * 1e3);
  j.whole("delivered", m.totals.received);
  j.whole("lost", m.totals.lost);
  j.whole("duplicates", m.totals.duplicates);
  j.number("first_gone_s", firstGone);
  j.number("last_gone_s", lastGone);
  j.whole("left", left);
  for (const auto& [code, count] : swarm.closeCodes) j.whole(("close_" + std::to_string(code)).c_str(), count);
  j.text("error", swarm.firstError);
  j.print();
}
