import GatewayParallel
import Synchronization
import Testing

@Suite("Work side by side")
struct ParallelTests {
    @Test("what is made stands in the order of the items, each made once", arguments: [0, 1, 2, 3, 1000])
    func order(_ count: Int) {
        let calls = Mutex([Int](repeating: 0, count: count))
        let made = Parallel.map(Array(0..<count)) { item in
            calls.withLock { $0[item] += 1 }
            return "\(item)"
        }
        #expect(made == (0..<count).map { "\($0)" })
        #expect(calls.withLock { $0.allSatisfy { $0 == 1 } })
    }

    @Test("an optional that is nil keeps its place")
    func optionals() {
        #expect(Parallel.map(Array(0..<6)) { $0 % 2 == 0 ? $0 : nil } == [0, nil, 2, nil, 4, nil])
    }

    @Test("two pieces give both of their results, each made once")
    func both() {
        let calls = Mutex(0)
        let (text, number) = Parallel.both {
            calls.withLock { $0 += 1 }
            return "one"
        } _: {
            calls.withLock { $0 += 1 }
            return 2
        }
        #expect(text == "one" && number == 2)
        #expect(calls.withLock(\.self) == 2)
    }

    @Test(
        "the second of two may wait for the first, also where one thread is left for both", .timeLimit(.minutes(5)))
    func waiting() {
        // Inside of others there is no thread to spare.
        _ = Parallel.map(Array(0..<32)) { _ in
            let handover = Handover<Int>()
            let (_, sum) = Parallel.both {
                for number in 1...100 { _ = handover.give(number) }
                handover.finish()
            } _: {
                var sum = 0
                while let numbers = handover.take() { sum += numbers.reduce(0, +) }
                return sum
            }
            #expect(sum == 5050)
        }
    }
}

@Suite("Things handed from thread to thread")
struct HandoverTests {
    @Test("they come in order, and the end is told as often as one asks")
    func order() {
        let handover = Handover<Int>()
        #expect(handover.give(1) && handover.give(2))
        #expect(handover.take() == [1, 2])
        #expect(handover.give(3))
        handover.finish()
        #expect(handover.take() == [3])
        #expect(handover.take() == nil)
        #expect(handover.take() == nil)
    }

    @Test("who refuses gets nothing more, and who gives learns of it")
    func refusal() {
        let handover = Handover<Int>()
        #expect(handover.give(1))
        handover.refuse()
        #expect(!handover.give(2))
        handover.finish()
        #expect(handover.take() == nil)
    }
}
