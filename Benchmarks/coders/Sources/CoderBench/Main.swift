import Foundation
import GatewayRuntime

/// `coder-bench generated|foundation decode|encode DOCUMENT SECONDS`: reads or writes one document over and over on one thread and
/// prints how many nanoseconds of CPU time each took, as JSON. Before that, both sides must agree on every value.
@main
enum Main {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 4, let side = Side(rawValue: arguments[0]), let way = Way(rawValue: arguments[1]),
            let seconds = Double(arguments[3]), seconds > 0
        else { throw Usage() }
        let job = Job(side: side, way: way, seconds: seconds)
        switch arguments[2] {
        case "order-1k": try job.run(Documents.order(1), Order.self, Plain.Order.self)
        case "product-1k": try job.run(Documents.product(1), Product.self, Plain.Product.self)
        case "orders-100k":
            try job.run(Documents.list((0..<100).map(Documents.order)), [Order].self, [Plain.Order].self)
        case "products-100k":
            try job.run(Documents.page((0..<100).map(Documents.product)), ProductPage.self, Plain.ProductPage.self)
        default: throw Usage()
        }
    }

    struct Usage: Error, CustomStringConvertible {
        var description: String {
            "usage: coder-bench generated|foundation decode|encode order-1k|product-1k|orders-100k|products-100k SECONDS"
        }
    }
}

/// Who reads or writes.
enum Side: String { case generated, foundation }

/// What is measured.
enum Way: String { case decode, encode }

/// The two sides do not agree.
struct Disagreement: Error {
    let ours: String
    let theirs: String
}

struct Job {
    let side: Side
    let way: Way
    let seconds: Double

    func run<Ours: JSONDecodable & JSONEncodable & Hashable, Theirs: Codable>(
        _ text: String, _: Ours.Type, _: Theirs.Type
    ) throws {
        let bytes = Array(text.utf8)
        let data = Data(bytes)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = .withoutEscapingSlashes
        let ours = try JSONReader.decode(Ours.self, from: bytes)
        let theirs = try decoder.decode(Theirs.self, from: data)
        try check(ours, theirs, decoder, encoder)
        let written = way == .decode ? bytes.count : JSONWriter.encode(ours).count
        let nanoseconds =
            switch (side, way) {
            case (.generated, .decode): try time { try JSONReader.decode(Ours.self, from: bytes) }
            case (.generated, .encode): try time { JSONWriter.encode(ours) }
            case (.foundation, .decode): try time { try decoder.decode(Theirs.self, from: data) }
            case (.foundation, .encode): try time { try encoder.encode(theirs) }
            }
        print(
            "{\"ns\":\(nanoseconds),\"bytes\":\(written),\"mb_per_s\":\(Double(written) * 1000 / nanoseconds)}")
    }

    /// What Foundation writes reads as the same value here, and what is written here reads as the same there.
    private func check<Ours: JSONDecodable & JSONEncodable & Hashable, Theirs: Codable>(
        _ ours: Ours, _ theirs: Theirs, _ decoder: JSONDecoder, _ encoder: JSONEncoder
    ) throws {
        let theirText = try encoder.encode(theirs)
        guard try JSONReader.decode(Ours.self, from: Array(theirText)) == ours else {
            throw Disagreement(
                ours: String(decoding: JSONWriter.encode(ours), as: UTF8.self),
                theirs: String(decoding: theirText, as: UTF8.self))
        }
        // Moments are written with milliseconds here, which Foundation's `.iso8601` does not take.
        let ourText = String(decoding: JSONWriter.encode(ours), as: UTF8.self).replacing(".000Z\"", with: "Z\"")
        encoder.outputFormatting.insert(.sortedKeys)
        defer { encoder.outputFormatting.remove(.sortedKeys) }
        let again = try encoder.encode(try decoder.decode(Theirs.self, from: Data(ourText.utf8)))
        let expected = try encoder.encode(theirs)
        guard again == expected else {
            throw Disagreement(
                ours: String(decoding: again, as: UTF8.self), theirs: String(decoding: expected, as: UTF8.self))
        }
    }

    /// CPU time of one call, after a tenth of the time as a warm-up.
    private func time<Value>(_ body: () throws -> Value) throws -> Double {
        _ = try measure(seconds / 10, body)
        return try measure(seconds, body)
    }

    private func measure<Value>(_ seconds: Double, _ body: () throws -> Value) throws -> Double {
        let start = cpuTime()
        var count = 0
        var elapsed = 0.0
        repeat {
            for _ in 0..<16 { keep(try body()) }
            count += 16
            elapsed = cpuTime() - start
        } while elapsed < seconds * 1e9
        return elapsed / Double(count)
    }

    private func cpuTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}

/// Keeps the optimizer from leaving out what nobody looks at.
@inline(never)
private func keep<Value>(_ value: consuming Value) {}
