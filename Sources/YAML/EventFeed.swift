import GatewayDiagnostics
import GatewayParallel

/// A file's events, one after the other.
enum EventFeed {
    /// Gives each event to `take`, the stream's end last, until it wants no more.
    static func parse(_ file: SourceFile, _ take: (Event) -> Bool) throws(SyntaxFailure) {
        let mark = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        try file.bytes.withUnsafeBufferPointer { bytes throws(SyntaxFailure) in
            let text = UnsafeBufferPointer(rebasing: bytes[mark...])
            guard let parser = EventParser(text, endingAt: file.position(ofByte: file.bytes.count)) else {
                throw SyntaxFailure(problem: "out of memory", place: .start, context: "", contextPlace: nil)
            }
            while true {
                let event = try parser.next()
                guard take(event), !event.isLast else { return }
            }
        }
    }

    /// What `use` makes of the events, which a thread beside it parses if the file is large.
    ///
    /// - Parameters:
    ///   - limits: who makes a tree within these wants no event behind the one that breaks them.
    ///   - use: gets a function that gives all events, the stream's end last, to the function it gets; it throws a
    ///     `SyntaxFailure`, and what that throws.
    static func reading<Made: Sendable>(
        _ file: SourceFile, _ limits: YAMLLimits,
        _ use: @Sendable (_ parse: ((Event) throws -> Void) throws -> Void) -> Made
    ) -> Made {
        guard file.bytes.count > large else { return use { try parse(file, throwing: $0) } }
        let events = Handover<Result<[Event], SyntaxFailure>>()
        return Parallel.both {
            send(file, limits, to: events)
        } _: {
            defer { events.refuse() }
            return use { try give(events, to: $0) }
        }.1
    }

    /// From how many bytes on a second thread is worth its start.
    private static let large = 16_384

    /// How many events are handed over at once.
    private static let batch = 256

    private static func parse(_ file: SourceFile, throwing take: (Event) throws -> Void) throws {
        var problem: (any Error)?
        try parse(file) { event in
            do {
                try take(event)
            } catch {
                problem = error
            }
            return problem == nil
        }
        if let problem { throw problem }
    }

    private static func send(
        _ file: SourceFile, _ limits: YAMLLimits, to events: Handover<Result<[Event], SyntaxFailure>>
    ) {
        var batch: [Event] = []
        var bounds = Bounds(limits)
        do throws(SyntaxFailure) {
            try parse(file) { event in
                batch.append(event)
                guard bounds.hold(event) else { return false }
                guard batch.count == Self.batch else { return true }
                defer { batch.removeAll(keepingCapacity: false) }
                return events.give(.success(batch))
            }
            _ = events.give(.success(batch))
        } catch {
            _ = events.give(.success(batch))
            _ = events.give(.failure(error))
        }
        events.finish()
    }

    private static func give(
        _ events: Handover<Result<[Event], SyntaxFailure>>, to take: (Event) throws -> Void
    ) throws {
        while let batches = events.take() {
            for batch in batches {
                for event in try batch.get() { try take(event) }
            }
        }
    }

    /// Where reading will end at the latest. Who parses may be far ahead of who builds: without this it would parse
    /// all of a file that is refused for its depth, and libyaml goes through all open brackets for every token.
    private struct Bounds {
        private let limits: YAMLLimits
        private var depth = 0
        private var nodes = 0

        init(_ limits: YAMLLimits) { self.limits = limits }

        /// Whether the tree is within its limits with this event.
        mutating func hold(_ event: Event) -> Bool {
            switch event.kind {
            case .scalar: nodes += 1
            case .collectionStart:
                nodes += 1
                depth += 1
            case .collectionEnd: depth -= 1
            case .alias, .documentStart, .streamEnd, .other: break
            }
            return nodes <= limits.nodes && depth <= limits.depth
        }
    }
}
