/// A regular expression as steps of an automaton that is in many places at once (Thompson's construction).
struct PatternProgram: Sendable {
    /// One place of the automaton.
    enum Step: Sendable {
        /// Takes a scalar of a class and goes on to the next step.
        case take(Int)
        /// Goes on at two places.
        case fork(Int, Int)
        case jump(Int)
        /// Goes on to the next step where the condition holds.
        case start
        case end
        case wordBoundary(isNegated: Bool)
        case match
    }

    private(set) var steps: [Step] = []
    private(set) var classes: [PatternClass] = []
    /// Whether a match can only start at the start of the text.
    let isAnchored: Bool

    /// Whether it looks at what stands before and after a place.
    var hasWordBoundary: Bool {
        steps.contains { if case .wordBoundary = $0 { true } else { false } }
    }

    private static let maxSteps = 2000

    init(_ node: PatternNode) throws(PatternError) {
        isAnchored = Self.startsAtStart(node)
        try append(node)
        steps.append(.match)
    }

    private static func startsAtStart(_ node: PatternNode) -> Bool {
        switch node {
        case .start: true
        case .sequence(let parts): parts.first.map(startsAtStart) ?? false
        case .alternatives(let branches): branches.allSatisfy(startsAtStart)
        default: false
        }
    }

    private mutating func append(_ step: Step) throws(PatternError) {
        guard steps.count < Self.maxSteps else {
            throw PatternError(
                "the pattern is too large: its repetitions come to more than \(Self.maxSteps) steps", at: 0)
        }
        steps.append(step)
    }

    private mutating func append(_ node: PatternNode) throws(PatternError) {
        switch node {
        case .empty: break
        case .set(let set):
            let index = classes.firstIndex(of: set) ?? classes.count
            if index == classes.count { classes.append(set) }
            try append(.take(index))
        case .sequence(let parts):
            for part in parts { try append(part) }
        case .alternatives(let branches): try append(alternatives: branches)
        case .repeated(let node, let least, let most): try append(node, least, most)
        case .start: try append(Step.start)
        case .end: try append(Step.end)
        case .wordBoundary(let isNegated): try append(Step.wordBoundary(isNegated: isNegated))
        }
    }

    private mutating func append(alternatives branches: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            let fork = steps.count
            try append(.fork(fork + 1, fork + 1))
            try append(branch)
            jumps.append(steps.count)
            try append(.jump(0))
            steps[fork] = .fork(fork + 1, steps.count)
        }
        if let last = branches.last { try append(last) }
        for jump in jumps { steps[jump] = .jump(steps.count) }
    }

    private mutating func append(_ node: PatternNode, _ least: Int, _ most: Int?) throws(PatternError) {
        for _ in 0..<least { try append(node) }
        guard let most else {
            let fork = steps.count
            try append(.fork(fork + 1, fork + 1))
            try append(node)
            try append(.jump(fork))
            steps[fork] = .fork(fork + 1, steps.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<max(least, most) {
            forks.append(steps.count)
            try append(.fork(0, 0))
            try append(node)
        }
        for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }
}
