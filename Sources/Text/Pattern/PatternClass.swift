/// A set of Unicode scalars.
struct PatternClass: Hashable, Sendable {
    private var ranges: [ClosedRange<UInt32>] = []
    private var categories: [Category] = []
    /// The ASCII members as two words of bits.
    private var bits: Bits = (0, 0)
    var isNegated = false

    private typealias Bits = (low: UInt64, high: UInt64)

    /// Scalars whose general category has a name that starts so, such as `L` or `Nd`; or the others.
    private struct Category: Hashable, Sendable {
        let name: String
        let isNegated: Bool
    }

    static func == (left: PatternClass, right: PatternClass) -> Bool {
        left.ranges == right.ranges && left.categories == right.categories && left.isNegated == right.isNegated
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ranges)
        hasher.combine(categories)
        hasher.combine(isNegated)
    }

    init(_ scalars: ClosedRange<Unicode.Scalar>...) {
        for range in scalars { insert(range.lowerBound.value...range.upperBound.value) }
    }

    static let digits = PatternClass("0"..."9")
    static let words = PatternClass("0"..."9", "A"..."Z", "_"..."_", "a"..."z")
    static let spaces = PatternClass(
        "\t"..."\r", " "..." ", "\u{A0}"..."\u{A0}", "\u{1680}"..."\u{1680}", "\u{2000}"..."\u{200A}",
        "\u{2028}"..."\u{2029}", "\u{202F}"..."\u{202F}", "\u{205F}"..."\u{205F}", "\u{3000}"..."\u{3000}",
        "\u{FEFF}"..."\u{FEFF}")
    /// `.`: anything but the ends of lines.
    static let anything: PatternClass = {
        var lines = PatternClass("\n"..."\n", "\r"..."\r", "\u{2028}"..."\u{2029}")
        lines.isNegated = true
        return lines
    }()

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges.append(range)
        guard range.lowerBound < 128 else { return }
        for value in range.lowerBound...min(range.upperBound, 127) {
            if value < 64 { bits.low |= 1 << UInt64(value) } else { bits.high |= 1 << UInt64(value - 64) }
        }
    }

    mutating func insert(_ other: PatternClass) {
        if other.isNegated {
            var next: UInt32 = 0
            for range in other.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if range.lowerBound > next { insert(next...range.lowerBound - 1) }
                next = max(next, range.upperBound + 1)
            }
            if next <= 0x10FFFF { insert(next...0x10FFFF) }
            categories += other.categories.map { Category(name: $0.name, isNegated: !$0.isNegated) }
        } else {
            for range in other.ranges { insert(range) }
            categories += other.categories
        }
    }

    mutating func insert(category: String, isNegated: Bool) {
        categories.append(Category(name: category, isNegated: isNegated))
    }

    @inline(__always)
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 128, categories.isEmpty {
            let bit = value < 64 ? bits.low >> UInt64(value) : bits.high >> UInt64(value - 64)
            return (bit & 1 == 1) != isNegated
        }
        return search(scalar) != isNegated
    }

    private func search(_ scalar: Unicode.Scalar) -> Bool {
        if ranges.contains(where: { $0.contains(scalar.value) }) { return true }
        guard !categories.isEmpty else { return false }
        let name = Self.name(scalar.properties.generalCategory)
        return categories.contains { name.hasPrefix($0.name) != $0.isNegated }
    }

    /// Whether there is a general category of this name, in its short form.
    static func isCategory(_ name: String) -> Bool {
        ["L", "M", "N", "P", "S", "Z", "C"].contains(name) || names.values.contains(name)
    }

    private static func name(_ category: Unicode.GeneralCategory) -> String { names[category] ?? "Cn" }

    private static let names: [Unicode.GeneralCategory: String] = [
        .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt", .modifierLetter: "Lm",
        .otherLetter: "Lo",
        .nonspacingMark: "Mn", .spacingMark: "Mc", .enclosingMark: "Me", .decimalNumber: "Nd", .letterNumber: "Nl",
        .otherNumber: "No", .connectorPunctuation: "Pc", .dashPunctuation: "Pd", .openPunctuation: "Ps",
        .closePunctuation: "Pe", .initialPunctuation: "Pi", .finalPunctuation: "Pf", .otherPunctuation: "Po",
        .mathSymbol: "Sm", .currencySymbol: "Sc", .modifierSymbol: "Sk", .otherSymbol: "So", .spaceSeparator: "Zs",
        .lineSeparator: "Zl", .paragraphSeparator: "Zp", .control: "Cc", .format: "Cf", .surrogate: "Cs",
        .privateUse: "Co", .unassigned: "Cn",
    ]
}
