#include "broadcast.hpp"

#include <algorithm>
#include <utility>

#include "stamp.hpp"

static constexpr u64 stallCheckEvery = 250'000'000;

Broadcast::Broadcast(const Options& options, Swarm& swarm, const Meter& meter) : Exchange(options, swarm, meter) {
  const u32 count = static_cast<u32>(std::min(options.senders, options.clients));
  for (u32 s = 0; s < count; s++)
    senders_.push_back(static_cast<u32>(static_cast<u64>(s) * static_cast<u64>(options.clients) / count));
  next_.assign(static_cast<size_t>(options.clients) * count, 0);
  if (isOpenLoop()) gap_ = 1e9 / options.rate;
  else ring_.resize(ringSize);
}

// ---- sending ----

void Broadcast::begin(u64 now) {
  owed_ = isOpenLoop() ? 0 : static_cast<u64>(options_.window);
  nextStallCheck_ = now + stallCheckEvery;
}

/// The connection that sends for this sender; another takes over if it is gone.
Connection* Broadcast::sender(u32 index) {
  Connection& c = swarm_.connections[senders_[index]];
  if (c.state == Connection::open) return &c;
  for (Connection& other : swarm_.connections) {
    if (other.state != Connection::open) continue;
    senders_[index] = other.id;
    return &other;
  }
  return nullptr;
}

void Broadcast::broadcast(u64 due) {
  Connection* c = sender(static_cast<u32>(sequence_ % senders_.size()));
  if (!c) return;
  const u64 sequence = sequence_++;
  const u64 alive = swarm_.counters.alive;
  expected_ += alive;
  if (!isOpenLoop()) slot(sequence) = {0, static_cast<u32>(alive), nowNs()};
  swarm_.sendText(*c, sequence, due);
}

void Broadcast::sendDue(u64 now, int most) {
  for (int i = 0; i < most && dueTime(nextDue_) <= now; i++) broadcast(dueTime(nextDue_++));
}

i64 Broadcast::pump(u64 now) {
  if (isOpenLoop()) {
    sendDue(now, 64);
    const u64 due = dueTime(nextDue_);
    return due > now ? static_cast<i64>(due - now) : 0;
  }
  eventDone();
  if (now > nextStallCheck_) {
    nextStallCheck_ = now + stallCheckEvery;
    giveUpStalled(now);
  }
  return 20'000'000;
}

void Broadcast::eventDone() {
  if (!sending()) return;
  if (isOpenLoop()) {
    if (swarm_.counters.events % 64 == 0) sendDue(nowNs(), 1);  // keep the rate while a long turn lasts
    return;
  }
  for (u64 n = std::exchange(owed_, 0); n > 0; n--) broadcast(nowNs());
}

// ---- receiving ----

void Broadcast::arrived(Connection& c, const u8* payload, size_t length, u64 now) {
  const u64 sequence = decodeStamp(payload);
  if (sequence >= sequence_ || payload[length - 1] != filling) return swarm_.complain("a payload that nobody sent");
  const u32 senderCount = static_cast<u32>(senders_.size());
  const u32 from = static_cast<u32>(sequence % senderCount), index = static_cast<u32>(sequence / senderCount);
  u32& expected = next(c, from);
  if (index < expected) {
    if (gaps_ == 0) {
      duplicates_++;
      return;
    }
    gaps_--;  // it was not lost, but overtaken
    outOfOrder_++;
  } else {
    for (; expected < index; expected++) {
      gaps_++;
      credit(static_cast<u64>(expected) * senderCount + from);
    }
    expected = index + 1;
    credit(sequence);
  }
  c.got++;
  count(swarm_.epoch + decodeStamp(payload + 8), now);
}

/// Closed loop: one more client has this broadcast, or will never get it.
void Broadcast::credit(u64 sequence) {
  if (isOpenLoop()) return;
  Outstanding& o = slot(sequence);
  if (++o.done != o.needed) return;
  completed_++;
  owed_++;
  passCompleted();
}

void Broadcast::passCompleted() {
  while (oldest_ < sequence_ && slot(oldest_).done >= slot(oldest_).needed) oldest_++;
}

/// What a lost client had not got is no longer waited for. It stays in `expected`, and so in `lost`.
void Broadcast::cutOff(Connection& c) {
  if (isOpenLoop()) return;
  const u64 senderCount = senders_.size();
  for (u64 q = oldest_; q < sequence_; q++) {
    if (slot(q).done >= slot(q).needed) continue;
    if (q / senderCount >= next(c, static_cast<u32>(q % senderCount))) credit(q);
  }
}

/// Messages that some client never got must not stop the run.
void Broadcast::giveUpStalled(u64 now) {
  const u64 limit = toNs(options_.stall);
  for (u64 q = oldest_; q < sequence_; q++) {
    Outstanding& o = slot(q);
    if (o.done >= o.needed || now - o.sentAt <= limit) continue;
    o.done = o.needed;
    forced_++;
    owed_++;
  }
  passCompleted();
}

void Broadcast::report(Totals& t) const {
  t.expected = sequence_ * swarm_.counters.opened;
  t.lost = static_cast<i64>(t.expected) - static_cast<i64>(received_);
  for (const Connection& c : swarm_.connections)
    if (c.state == Connection::open && c.got < sequence_) t.lostOnLive += static_cast<i64>(sequence_ - c.got);
  t.outOfOrder = outOfOrder_;
  t.duplicates = duplicates_;
  t.forced = forced_;
}
