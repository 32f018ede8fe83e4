import GatewayDiagnostics
import GatewayParallel

/// A file's events, one after the other.
enum EventFeed {
    /// Gives each event to `take`, the stream's end last, until it wants no more.
    ///
    /// Throws a `SyntaxFailure`, and what `take` throws.
    static func parse(_ file: SourceFile, _ take: (Event) throws -> Bool) throws {
        let mark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        try file.bytes.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes[mark...])
            guard let parser = EventParser(text, endingAt: file.position(ofByte: file.bytes.count)) else {
                throw SyntaxFailure(problem: "out of memory", place: .start, context: "", contextPlace: nil)
            }
            while true {
                let event = try parser.next()
                guard try take(event) else { return }
                if case .streamEnd = event.kind { return }
            }
        }
    }

    /// What `use` makes of the events, which a thread beside it parses if the file is large.
    ///
    /// `use` gets a function that does what `parse` does.
    static func reading<Made: Sendable>(
        _ file: SourceFile, _ use: @Sendable (_ parse: ((Event) throws -> Void) throws -> Void) -> Made
    ) -> Made {
        guard file.bytes.count > large else {
            return use { take in
                try parse(file) { event in
                    try take(event)
                    return true
                }
            }
        }
        let events = Handover<Result<[Event], SyntaxFailure>>()
        return Parallel.both {
            send(file, to: events)
        } _: {
            defer { events.refuse() }
            return use { take in
                while let batches = events.take() {
                    for batch in batches {
                        for event in try batch.get() { try take(event) }
                    }
                }
            }
        }.1
    }

    /// From how many bytes on a second thread is worth its start.
    private static let large = 16_384

    /// How many events are handed over at once.
    private static let batch = 256

    private static func send(_ file: SourceFile, to events: Handover<Result<[Event], SyntaxFailure>>) {
        var batch: [Event] = []
        do {
            try parse(file) { event in
                batch.append(event)
                guard batch.count == Self.batch else { return true }
                defer { batch.removeAll(keepingCapacity: false) }
                return events.give(.success(batch))
            }
            _ = events.give(.success(batch))
        } catch {
            _ = events.give(.success(batch))
            if let failure = error as? SyntaxFailure { _ = events.give(.failure(failure)) }
        }
        events.finish()
    }
}
