// Senders' texts go to every client. Each client keeps, for each sender, the number it must see next, so a lost, repeated
// or overtaken message is seen at once.
#pragma once
#include "exchange.hpp"

class Broadcast final : public Exchange {
 public:
  Broadcast(const Options&, Swarm&, const Meter&);

  void cutOff(Connection&) override;
  void eventDone() override;

 protected:
  void begin(u64 now) override;
  void arrived(Connection&, const u8* payload, size_t length, u64 now) override;
  i64 pump(u64 now) override;
  bool settled() const override { return received_ + gaps_ >= expected_; }
  void report(Totals&) const override;

 private:
  static constexpr u32 ringSize = 1u << 16;  // more than can be outstanding
  struct Outstanding {
    u32 done = 0, needed = 0;
    u64 sentAt = 0;
  };

  Outstanding& slot(u64 sequence) { return ring_[sequence & (ringSize - 1)]; }
  u32& next(const Connection& c, u32 sender) { return next_[static_cast<size_t>(c.id) * senders_.size() + sender]; }
  bool isOpenLoop() const { return options_.rate > 0; }
  u64 dueTime(u64 index) const { return startedAt_ + static_cast<u64>(static_cast<double>(index) * gap_); }
  Connection* sender(u32 index);
  void broadcast(u64 due);
  void credit(u64 sequence);
  void passCompleted();
  void giveUpStalled(u64 now);
  void sendDue(u64 now, int most);

  std::vector<u32> senders_;      // connection ids
  std::vector<u32> next_;         // per connection and sender: how many of that sender's messages it has seen
  std::vector<Outstanding> ring_;
  u64 sequence_ = 0;              // of the next broadcast; sender = sequence % senders
  u64 oldest_ = 0, owed_ = 0;     // closed loop: the oldest outstanding broadcast; how many may be sent now
  u64 nextDue_ = 0, nextStallCheck_ = 0;
  u64 expected_ = 0, gaps_ = 0, outOfOrder_ = 0, duplicates_ = 0, forced_ = 0;
  double gap_ = 0;  // open loop: ns between two broadcasts
};
