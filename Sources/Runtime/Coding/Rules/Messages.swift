/// The words for what is wrong with a value: the same wherever it is checked.
enum Messages {
    static func oneOf(_ values: some Sequence<String>) -> String {
        "must be one of: " + values.joined(separator: ", ")
    }

    /// The same for values as JSON writes them, a string without its quotes.
    static func oneOf<Value: JSONEncodable>(values: [Value]) -> String {
        oneOf(
            values.map { value in
                let text = JSONWriter.encode(value)
                let isQuoted = text.first == UInt8(ascii: "\"")
                return String(decoding: isQuoted ? text.dropFirst().dropLast() : text[...], as: UTF8.self)
            })
    }

    static func excluded(by other: String) -> String { "must not be given with '\(other)'" }

    static func count(_ fewest: Int, _ most: Int, _ thing: String) -> String {
        let plural = { (count: Int) in count == 1 ? "1 \(thing)" : "\(count) \(thing)s" }
        if fewest == most { return "must have \(plural(fewest))" }
        if most == .max { return "must have at least \(plural(fewest))" }
        if fewest <= 0 { return "must have at most \(plural(most))" }
        return "must have \(fewest) to \(plural(most))"
    }

    static func range<Value: Comparable>(
        _ lowest: Value?, _ highest: Value?, excludesLowest: Bool, excludesHighest: Bool
    ) -> String {
        guard excludesLowest || excludesHighest else { return range(lowest, highest) }
        let bounds = [
            lowest.map { "\(excludesLowest ? "more than" : "at least") \($0)" },
            highest.map { "\(excludesHighest ? "less than" : "at most") \($0)" },
        ]
        return "must be " + bounds.compactMap { $0 }.joined(separator: " and ")
    }

    static func range<Value: Comparable>(_ lowest: Value?, _ highest: Value?) -> String {
        switch (lowest, highest) {
        case (let lowest?, let highest?) where lowest == highest: "must be \(lowest)"
        case (let lowest?, let highest?): "must be \(lowest) to \(highest)"
        case (let lowest?, nil): "must be at least \(lowest)"
        case (nil, let highest?): "must be at most \(highest)"
        case (nil, nil): "is out of range"
        }
    }
}
