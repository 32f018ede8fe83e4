import GatewayYAML

/// A kind of plain value that a key may have: what it is called, and what makes a text one.
struct ScalarShape: Sendable {
    /// What the key table of the docs calls it.
    let name: String
    /// What messages call it: `a duration, such as `3s``.
    let expected: String
    /// Which scalars it takes before `check` looks at their text.
    let takes: Takes
    /// Whether the text is for people, so that `${` in it means nothing.
    let isProse: Bool
    /// A regular expression for editors; nil where any text of the kind will do.
    let pattern: String?
    /// The words it may be; empty where there is no such list.
    let words: [String]
    /// The least and greatest whole number; nil where the shape takes no others or any.
    let bounds: ClosedRange<Int>?
    /// Finds what is wrong with the text.
    let check: @Sendable (String) -> Complaint?

    /// Which scalars a shape takes.
    enum Takes {
        /// Strings alone: a bare number or Boolean is a mistake.
        case strings
        /// Any scalar but nothing, by the text that is written.
        case anyText
        /// `true` and `false`.
        case bools
        /// Whole numbers.
        case integers
        /// Anything, nothing too.
        case anything
    }

    init(
        _ name: String, _ expected: String, takes: Takes = .strings, isProse: Bool = false, pattern: String? = nil,
        words: [String] = [], bounds: ClosedRange<Int>? = nil,
        check: @escaping @Sendable (String) -> Complaint? = { _ in nil }
    ) {
        self.name = name
        self.expected = expected
        self.takes = takes
        self.isProse = isProse
        self.pattern = pattern
        self.words = words
        self.bounds = bounds
        self.check = check
    }

    /// Whether a scalar is of the kind that the shape takes.
    func takes(_ scalar: Scalar) -> Bool {
        switch (takes, scalar.resolved) {
        case (.anything, _): true
        case (_, .null): false
        case (.anyText, _), (.strings, .string), (.bools, .bool), (.integers, .int), (.integers, .bigInt): true
        default: false
        }
    }
}

extension ScalarShape {
    /// Text for people.
    static let prose = ScalarShape("text", "text", isProse: true)
    /// Text that a service sends or compares.
    static let string = ScalarShape("string", "a string")
    /// Text that may look like a number, as `1.0`.
    static let verbatim = ScalarShape("text", "text", takes: .anyText, isProse: true)
    static let bool = ScalarShape("bool", "`true` or `false`", takes: .bools)
    /// A reason, or just `true`.
    static let deprecation = ScalarShape(
        "text or `true`", "`true`, or why and what to use instead", takes: .anyText, isProse: true)

    static let version = ScalarShape("`1`", "the version of the language, `1`", takes: .anyText, words: ["1"]) {
        text in
        text == "1"
            ? nil
            : Complaint(
                .specVersion, "no version '\(text)' of the spec language is known",
                help: "write `spec: 1`" + (text == "1.0" ? ", without a point" : ""))
    }

    static func integer(_ range: ClosedRange<Int>, _ name: String = "integer") -> ScalarShape {
        ScalarShape(
            name, "a whole number from \(range.lowerBound) to \(range.upperBound)", takes: .integers, bounds: range
        ) { text in
            if let value = Int(text), range.contains(value) { return nil }
            return Complaint(
                .numberOutOfBounds, "\(text) is out of bounds", label: "from \(range.lowerBound) to \(range.upperBound)"
            )
        }
    }

    /// The status of a success.
    static let successStatus = ScalarShape(
        "status", "a status from 200 to 399", takes: .integers, bounds: 200...399
    ) { text in
        if let status = Int(text), (200...399).contains(status) { return nil }
        let isError = Int(text).map { (400...599).contains($0) } == true
        return Complaint(
            .badStatus, "\(text) is no success", label: "from 200 to 399",
            help: isError ? "the statuses of errors stand under `errors`" : nil)
    }

    static let duration = unit("duration", "a duration, such as `3s` or `1h30m`", #"^([0-9]+(d|h|m|s|ms))+$"#) { text in
        switch DurationText.read(text) {
        case .failure(let complaint): complaint
        case .success(.zero): Complaint(.numberOutOfBounds, "a duration of zero", label: "must be more than zero")
        case .success: nil
        }
    }

    static let durationOrNone = duration.orNone()

    /// A duration that may be zero.
    static let age = unit("duration", "a duration, such as `1h` or `0s`", duration.pattern) { text in
        if case .failure(let complaint) = DurationText.read(text) { complaint } else { nil }
    }

    static let size = unit("size", "a size, such as `64KiB`", #"^[0-9]+(B|KB|KiB|MB|MiB|GB|GiB)$"#) { text in
        switch ByteCountText.read(text) {
        case .failure(let complaint): complaint
        case .success(0): Complaint(.numberOutOfBounds, "a size of zero", label: "must be more than zero")
        case .success: nil
        }
    }

    static let sizeOrNone = size.orNone()

    static let count = unit("count", "a count, such as `256` or `100k`", #"^[0-9]+[kM]?$"#) { text in
        switch CountText.read(text) {
        case .failure(let complaint): complaint
        case .success(0): Complaint(.numberOutOfBounds, "a count of zero", label: "must be at least 1")
        case .success: nil
        }
    }

    static let rate = unit("rate", "a rate, such as `20/s`", #"^[0-9]+[kM]?/[smhd]$"#) { text in
        switch RateText.read(text) {
        case .failure(let complaint): complaint
        case .success(let rate) where rate.count == 0:
            Complaint(.numberOutOfBounds, "a rate of zero", label: "must be at least 1")
        case .success: nil
        }
    }

    static let countOrNone = count.orNone()
    static let rateOrNone = rate.orNone()

    static let byteRate = unit(
        "rate in bytes", "a rate in bytes, such as `64KiB/s`", #"^[0-9]+(B|KB|KiB|MB|MiB|GB|GiB)/[smhd]$"#
    ) { text in
        switch RateText.readBytes(text) {
        case .failure(let complaint): complaint
        case .success(let rate) where rate.count == 0:
            Complaint(.numberOutOfBounds, "a rate of zero", label: "must be at least 1B")
        case .success: nil
        }
    }

    static let numberRange = unit("range", "a range, such as `1..200`", #"^(-?[0-9.eE+-]+<?)?\.\.(<?-?[0-9.eE+-]+)?$"#)
    {
        if case .failure(let complaint) = RangeText.numbers($0) { complaint } else { nil }
    }

    static let countRange = unit("range", "a range, such as `1..512`", #"^([0-9]+[kM]?)?\.\.([0-9]+[kM]?)?$"#) {
        if case .failure(let complaint) = RangeText.counts($0) { complaint } else { nil }
    }

    private static func unit(
        _ name: String, _ expected: String, _ pattern: String?, check: @escaping @Sendable (String) -> Complaint?
    ) -> ScalarShape {
        ScalarShape(name, expected, takes: .anyText, pattern: pattern, check: check)
    }

    /// The same, or the word `none`.
    private func orNone() -> ScalarShape {
        let check = check
        return ScalarShape(
            "\(name) or `none`", "\(expected), or `none`", takes: takes, pattern: pattern.map { "^none$|" + $0 }
        ) { $0 == "none" ? nil : check($0) }
    }

    /// One of some words.
    static func words(_ words: [String]) -> ScalarShape {
        let list = words.map { "`\($0)`" }.joined(separator: ", ")
        return ScalarShape(
            words.map { "`\($0)`" }.joined(separator: " "), "one of \(list)", takes: .anyText, words: words
        ) {
            text in unknownWord(text, words)
        }
    }

    static func words<Choice: CaseIterable & RawRepresentable>(_: Choice.Type) -> ScalarShape
    where Choice.RawValue == String {
        words(Choice.allCases.map(\.rawValue))
    }
}
