/// Walks an automaton along a text, at all its places at once: each scalar costs at most as much as there are steps.
struct PatternMatcher {
    private let program: PatternProgram
    /// The places before the next scalar, each once.
    private var current: [Int] = []
    private var next: [Int] = []
    /// In which round a place was entered last.
    private var entered: [Int]
    private var round = 0
    private var hasMatch = false
    private var stack: [Int] = []

    init(_ program: PatternProgram) {
        self.program = program
        entered = Array(repeating: 0, count: program.steps.count)
    }

    mutating func matches(_ text: String) -> Bool {
        var previous: Unicode.Scalar?
        var iterator = text.unicodeScalars.makeIterator()
        var upcoming = iterator.next()
        round = 1
        enter(0, previous, upcoming, isStart: true)
        swap(&current, &next)
        while let scalar = upcoming {
            if hasMatch { return true }
            if current.isEmpty, program.isAnchored { return false }
            previous = scalar
            upcoming = iterator.next()
            round += 1
            next.removeAll(keepingCapacity: true)
            for place in current {
                guard case .take(let index) = program.steps[place], program.classes[index].contains(scalar) else {
                    continue
                }
                enter(place + 1, previous, upcoming, isStart: false)
            }
            if !program.isAnchored { enter(0, previous, upcoming, isStart: false) }
            swap(&current, &next)
        }
        return hasMatch
    }

    /// Enters a place and all that are reached from it without taking a scalar.
    private mutating func enter(
        _ place: Int, _ previous: Unicode.Scalar?, _ upcoming: Unicode.Scalar?, isStart: Bool
    ) {
        stack.append(place)
        while let place = stack.popLast() {
            guard entered[place] != round else { continue }
            entered[place] = round
            switch program.steps[place] {
            case .take: next.append(place)
            case .match: hasMatch = true
            case .jump(let target): stack.append(target)
            case .fork(let first, let second):
                stack.append(second)
                stack.append(first)
            case .start: if isStart { stack.append(place + 1) }
            case .end: if upcoming == nil { stack.append(place + 1) }
            case .wordBoundary(let isNegated):
                let before = previous.map { PatternClass.words.contains($0) } ?? false
                let after = upcoming.map { PatternClass.words.contains($0) } ?? false
                if (before != after) != isNegated { stack.append(place + 1) }
            }
        }
    }
}
