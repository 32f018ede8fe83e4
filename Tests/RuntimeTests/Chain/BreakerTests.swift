import Testing

@testable import GatewayRuntime

@Suite("The circuit breaker, without a clock of its own")
struct BreakerTests {
    /// What a route does over a time: a call each `every` milliseconds, and which of them fail.
    private static func run(
        _ breaker: Subject, from start: UInt64, for length: UInt64, every: UInt64, chance: Double? = nil,
        fails: (UInt64) -> Bool
    ) -> (admitted: Int, refused: Int) {
        var (admitted, refused) = (0, 0)
        for now in stride(from: start, to: start + length, by: Int(every)) {
            guard breaker.admits(now: now, chance: chance) else {
                refused += 1
                continue
            }
            admitted += 1
            breaker.record(success: !fails(now), now: now)
        }
        return (admitted, refused)
    }

    @Test("a route that works is never refused")
    func works() {
        let breaker = Subject(Breaker.Tuning())
        let result = Self.run(breaker, from: 0, for: 60_000, every: 5, chance: 0) { _ in false }
        #expect(result.refused == 0)
        #expect(!breaker.isTroubled(now: 60_000))
    }

    @Test("a few failures of a quiet route refuse nothing: the first five are let through whatever they do")
    func protection() {
        let breaker = Subject(Breaker.Tuning())
        for now in UInt64(0)..<5 {
            #expect(breaker.admits(now: now, chance: 0))
            breaker.record(success: false, now: now)
        }
        #expect(breaker.admits(now: 5, chance: 0))
        breaker.record(success: false, now: 5)
        // Six of six failed: one in seven is refused.
        #expect(!breaker.admits(now: 6, chance: 0.1))
    }

    @Test("a third of failures is what a factor of 1.5 covers; half of them is refused in part")
    func factor() {
        let third = Subject(Breaker.Tuning(protection: 0))
        let covered = Self.run(third, from: 0, for: 10_000, every: 10) { ($0 / 10) % 3 == 2 }
        #expect(covered.refused < 100)
        let half = Subject(Breaker.Tuning())
        let result = Self.run(half, from: 0, for: 10_000, every: 10) { ($0 / 10) % 2 == 1 }
        #expect(result.refused > 150)
    }

    @Test("a route that only fails is asked about once a second, and taken back when it works")
    func recovery() {
        let breaker = Subject(Breaker.Tuning())
        let broken = Self.run(breaker, from: 0, for: 20_000, every: 10) { _ in true }
        #expect(broken.refused > 1700)
        // The forced passes are at least a second apart, and none is left out.
        var passes: [UInt64] = []
        for now in stride(from: UInt64(20_000), to: 30_000, by: 10) where breaker.admits(now: now, chance: 0) {
            passes.append(now)
            breaker.record(success: false, now: now)
        }
        #expect((8...10).contains(passes.count))
        #expect(zip(passes, passes.dropFirst()).allSatisfy { $1 - $0 > 1000 })
        _ = Self.run(breaker, from: 30_000, for: 30_000, every: 10) { _ in false }
        let healed = Self.run(breaker, from: 60_000, for: 10_000, every: 10, chance: 0) { _ in false }
        #expect(healed.refused == 0)
    }

    @Test("what is older than the window is forgotten, however long nobody asked")
    func forgets() {
        let breaker = Subject(Breaker.Tuning())
        _ = Self.run(breaker, from: 0, for: 2000, every: 10, chance: 0) { _ in true }
        #expect(breaker.isTroubled(now: 2000))
        #expect(!breaker.isTroubled(now: 12_300))
        #expect(breaker.admits(now: 12_300, chance: 0))
        #expect(breaker.admits(now: .max, chance: 0))
        // A clock that runs backwards changes nothing.
        #expect(breaker.admits(now: 0, chance: 0))
    }

    @Test(
        "at random: never refused without failures in the window, never all refused for longer than a second",
        arguments: 0..<40)
    func property(seed: UInt64) {
        var random = SplitMix(state: seed)
        let tuning = Breaker.Tuning(
            factor: Double.random(in: 1.1...4, using: &random), window: .random(in: 1000...20_000, using: &random),
            protection: .random(in: 0...20, using: &random), forcedPass: .random(in: 100...2000, using: &random))
        let breaker = Subject(tuning)
        var now: UInt64 = 0
        var failures: [UInt64] = []
        var lastPass: UInt64 = 0
        var health = 1.0
        for step in 0..<3000 {
            now += .random(in: 0...30, using: &random)
            if step % 300 == 0 { health = [0, 0.3, 0.7, 1].randomElement(using: &random) ?? 1 }
            let draw = Double.random(in: 0..<1, using: &random)
            let troubled = breaker.isTroubled(now: now)
            if breaker.admits(now: now, chance: draw) {
                lastPass = now
                let works = Double.random(in: 0..<1, using: &random) < health
                breaker.record(success: works, now: now)
                if !works { failures.append(now) }
            } else {
                #expect(troubled)
                // Refusals keep a window troubled, so look for a failure in two of them.
                #expect(failures.contains { $0 + 2 * tuning.window >= now } || failures.count > tuning.protection)
                #expect(now - lastPass <= tuning.forcedPass + 30)
            }
        }
    }
}

/// A breaker that expectations may ask: asking changes it.
private final class Subject {
    private var breaker: Breaker
    private var random = SplitMix(state: 7)

    init(_ tuning: Breaker.Tuning) { breaker = Breaker(tuning) }

    /// Without a chance of the test's, at random, and in each run the same.
    func admits(now: UInt64, chance: Double?) -> Bool {
        breaker.admits(now: now, chance: chance ?? .random(in: 0..<1, using: &random))
    }
    func record(success: Bool, now: UInt64) { breaker.record(success: success, now: now) }
    func isTroubled(now: UInt64) -> Bool { breaker.isTroubled(now: now) }
}
