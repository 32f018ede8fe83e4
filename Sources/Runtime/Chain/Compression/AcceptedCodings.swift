/// What `Accept-Encoding` says of the codings that a file may lie there in (RFC 9110 §12.5.3).
struct AcceptedCodings {
    /// A coding, by how well it compresses.
    enum Coding: String, CaseIterable, Sendable {
        case br, gzip

        /// What the name of the file that holds it ends in.
        var suffix: String { self == .br ? ".br" : ".gz" }
    }

    /// Those that are taken and no worse to the client than the plain file, the best first.
    let preferred: [Coding]

    init(_ header: String?) {
        guard let header else {
            preferred = []
            return
        }
        var weights: [Substring: Double] = [:]
        let lower = header.lowercased()
        for part in lower.split(separator: ",").prefix(32) {
            let pieces = part.split(separator: ";")
            guard
                let name = pieces.first?.drop(while: { $0 == " " || $0 == "\t" }).prefix(while: {
                    $0 != " " && $0 != "\t"
                })
            else { continue }
            let weight = pieces.dropFirst().map { StringRules.trimmed(String($0)) }.first { $0.hasPrefix("q=") }
            weights[name] = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
        }
        func weight(_ name: Substring) -> Double { weights[name] ?? weights["*"] ?? 0 }
        // The plain file is as welcome as can be unless the client says otherwise, but what is smaller wins a draw.
        let plain = weights["identity"] ?? 0
        var taken: [(coding: Coding, weight: Double)] = []
        for coding in Coding.allCases {
            let found = weight(Substring(coding.rawValue))
            if found > 0, found >= plain { taken.append((coding, found)) }
        }
        // There are two; the first compresses better and stays first unless the other is liked better.
        if taken.count == 2, taken[1].weight > taken[0].weight { taken.swapAt(0, 1) }
        preferred = taken.map(\.coding)
    }
}
