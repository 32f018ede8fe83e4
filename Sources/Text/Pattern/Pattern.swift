/// A regular expression whose matching takes time in proportion to the text, whatever the text and the expression.
///
/// It reads the part of ECMAScript's syntax that such matching allows, which is what JSON Schema advises: literals, `.`, classes,
/// `\d \w \s \b` and their opposites, `\p{…}` for general categories, groups, alternatives, `* + ? {n,m}`, `^` and `$`
/// for the ends of the text. Look-around and back-references are refused. Text is matched scalar by scalar.
public struct Pattern: Sendable, CustomStringConvertible {
    /// The expression as it was written.
    public var source: String { automaton.source }
    /// One reference, so that rules with a pattern are copied cheaply.
    private let automaton: Automaton

    /// What an expression becomes.
    private final class Automaton: Sendable {
        let source: String
        let program: PatternProgram?
        let table: PatternTable?

        init(_ source: String, _ program: PatternProgram?) {
            self.source = source
            self.program = program
            table = program.flatMap { PatternTable($0) }
        }
    }

    /// Reads an expression.
    ///
    /// - Throws: `PatternError` if it is none, if it has what linear matching can't do, or if it is too large.
    public init(_ source: String) throws(PatternError) {
        var parser = PatternParser(source)
        automaton = Automaton(source, try PatternProgram(try parser.parse()))
    }

    /// The expression.
    public var description: String { source }

    /// Whether the text has a match anywhere; `^` and `$` tie it to the ends.
    public func matches(_ text: String) -> Bool {
        automaton.table?.matches(text) ?? matchesByWalking(text)
    }

    /// The same for text that is ASCII, if that can be told without making a string of it; else nil.
    package func matches(ascii bytes: UnsafeRawBufferPointer) -> Bool? {
        automaton.program == nil ? false : automaton.table?.matches(ascii: bytes)
    }

    /// The same without the table, which is what tests hold it to.
    func matchesByWalking(_ text: String) -> Bool {
        guard let program = automaton.program else { return false }
        var matcher = PatternMatcher(program)
        return matcher.matches(text)
    }

    /// Whether there is a table.
    var hasTable: Bool { automaton.table != nil }
}

extension Pattern: ExpressibleByStringLiteral {
    /// An expression in code, which nobody can correct at run time: a wrong one matches nothing, so that nothing passes unchecked.
    public init(stringLiteral source: String) {
        do {
            try self.init(source)
        } catch {
            self.init(unusable: source)
        }
    }

    private init(unusable source: String) {
        automaton = Automaton(source, nil)
    }
}

/// Why a pattern can't be used.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do about it.
    public let description: String
    /// Where it shows, in Unicode scalars from the start.
    public let offset: Int

    init(_ description: String, at offset: Int) {
        self.description = description
        self.offset = offset
    }
}
