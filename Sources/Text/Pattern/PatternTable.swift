/// An automaton worked out beforehand: one look at a table for each byte of ASCII text, and for another scalar the question which
/// classes have it.
///
/// Only expressions whose table stays small have one (see `maxStates`); the others, and texts with scalars that no column stands
/// for, take `PatternMatcher`, which needs no table and no more time than the text times the expression.
struct PatternTable: Sendable {
    /// Which column of the table a byte belongs to: bytes that no class tells apart share one.
    private let columns: [UInt8]
    private let width: Int
    private let classes: [PatternClass]
    /// Which classes have the scalars of a column, a bit each.
    private let signatures: [UInt64]
    /// The next state by state and column.
    private let next: [UInt8]
    private let verdicts: [Verdict]

    /// What is known in a state.
    private enum Verdict: UInt8 {
        /// Nothing yet, and the end of the text would be no match.
        case open
        /// There is a match if the text ends here.
        case atEnd
        /// There is a match, whatever follows.
        case match
        /// There is none, whatever follows.
        case never
    }

    /// How many states a table may have.
    static let maxStates = 128
    /// How many steps of the automaton may be entered while a table is made.
    static let maxWork = 50_000

    /// Nil if the table would be too large, or if the expression looks at what stands before and after a place.
    init?(_ program: PatternProgram) {
        guard program.classes.count <= 64, !program.hasWordBoundary else { return nil }
        var maker = Maker(program)
        guard maker.run() else { return nil }
        columns = maker.columns
        width = maker.samples.count
        classes = program.classes
        signatures = maker.signatures
        next = maker.next
        verdicts = maker.verdicts
    }

    /// Whether the text has a match; nil if that takes the matcher.
    func matches(_ text: String) -> Bool? {
        var state = 0
        for scalar in text.unicodeScalars {
            switch verdicts[state] {
            case .match: return true
            case .never: return false
            case .open, .atEnd:
                guard let column = column(of: scalar) else { return nil }
                state = Int(next[state * width + column])
            }
        }
        return verdicts[state] == .match || verdicts[state] == .atEnd
    }

    private func column(of scalar: Unicode.Scalar) -> Int? {
        if scalar.isASCII { return Int(columns[Int(scalar.value)]) }
        return signatures.firstIndex(of: Self.signature(of: scalar, in: classes))
    }

    private static func signature(of scalar: Unicode.Scalar, in classes: [PatternClass]) -> UInt64 {
        var signature: UInt64 = 0
        for (index, set) in classes.enumerated() where set.contains(scalar) { signature |= 1 << UInt64(index) }
        return signature
    }

    /// Whether the text has a match; nil if it has more than ASCII.
    func matches(ascii bytes: UnsafeRawBufferPointer) -> Bool? {
        var state = 0
        for byte in bytes {
            guard byte < 0x80 else { return nil }
            switch verdicts[state] {
            case .match: return true
            case .never: return false
            case .open, .atEnd: state = Int(next[state * width + Int(columns[Int(byte)])])
            }
        }
        return verdicts[state] == .match || verdicts[state] == .atEnd
    }
}

extension PatternTable {
    /// Makes the states that can be reached, each a set of places of the automaton (the subset construction).
    private struct Maker {
        private let program: PatternProgram
        private(set) var columns: [UInt8]
        /// A scalar of each column.
        private(set) var samples: [Unicode.Scalar] = []
        private(set) var signatures: [UInt64] = []
        private(set) var next: [UInt8] = []
        private(set) var verdicts: [Verdict] = []
        private var numbers: [[Int]: Int] = [:]
        private var open: [[Int]] = []
        private var work = 0

        init(_ program: PatternProgram) {
            self.program = program
            columns = Array(repeating: 0, count: 128)
            for value in UInt8.min..<128 { columns[Int(value)] = column(of: Unicode.Scalar(value)) }
            for scalar in Self.others { _ = column(of: scalar) }
        }

        /// Scalars beyond ASCII as texts have them: letters in either case and in none, a mark, digits, spaces, punctuation, symbols.
        private static let others: [Unicode.Scalar] = [
            "é", "É", "ǅ", "ʰ", "漢", "\u{301}", "٣", "Ⅷ", "½", "\u{A0}", "\u{2028}", "–", "“", "”", "§", "±", "€", "©",
            "😀",
            "\u{200D}", "\u{E000}",
        ]

        /// The scalar's column, a new one if none is like it.
        private mutating func column(of scalar: Unicode.Scalar) -> UInt8 {
            let signature = PatternTable.signature(of: scalar, in: program.classes)
            if let column = signatures.firstIndex(of: signature) { return UInt8(truncatingIfNeeded: column) }
            signatures.append(signature)
            samples.append(scalar)
            return UInt8(truncatingIfNeeded: samples.count - 1)
        }

        mutating func run() -> Bool {
            let first = closure([0], isStart: true, isEnd: false)
            guard add(first.places, first.hasMatch, isStart: true) != nil else { return false }
            var number = 0
            while number < open.count {
                let places = open[number]
                let isSettled = verdicts[number] == .match || verdicts[number] == .never
                for scalar in samples {
                    guard !isSettled else {
                        next.append(UInt8(number))
                        continue
                    }
                    var entered: [Int] = []
                    for place in places {
                        if case .take(let index) = program.steps[place], program.classes[index].contains(scalar) {
                            entered.append(place + 1)
                        }
                    }
                    if !program.isAnchored { entered.append(0) }
                    let state = closure(entered, isStart: false, isEnd: false)
                    guard work <= PatternTable.maxWork, let target = add(state.places, state.hasMatch, isStart: false)
                    else { return false }
                    next.append(UInt8(target))
                }
                number += 1
            }
            return true
        }

        /// The number of a state, a new one if need be; nil if there are too many.
        private mutating func add(_ places: [Int], _ hasMatch: Bool, isStart: Bool) -> Int? {
            // A match ends it all; and the first state alone is at the start of the text.
            let key = hasMatch ? [-1] : isStart ? places + [-2] : places
            if let number = numbers[key] { return number }
            guard open.count < PatternTable.maxStates else { return nil }
            let number = open.count
            numbers[key] = number
            open.append(hasMatch ? [] : places)
            if hasMatch {
                verdicts.append(.match)
            } else if closure(places, isStart: isStart, isEnd: true).hasMatch {
                verdicts.append(.atEnd)
            } else {
                verdicts.append(places.isEmpty && program.isAnchored ? .never : .open)
            }
            return number
        }

        /// The places that wait for a scalar or for the text's end, in order, and whether a match is among what was entered.
        private mutating func closure(_ entered: [Int], isStart: Bool, isEnd: Bool) -> (places: [Int], hasMatch: Bool) {
            var seen: Set<Int> = []
            var places: [Int] = []
            var hasMatch = false
            var stack = entered
            while let place = stack.popLast() {
                guard seen.insert(place).inserted else { continue }
                work += 1
                switch program.steps[place] {
                case .take: places.append(place)
                case .match: hasMatch = true
                case .jump(let target): stack.append(target)
                case .fork(let first, let second): stack += [second, first]
                case .start: if isStart { stack.append(place + 1) }
                case .end: if isEnd { stack.append(place + 1) } else { places.append(place) }
                case .wordBoundary: break
                }
            }
            return (places.sorted(), hasMatch)
        }
    }
}
