/// A regular expression whose matching takes time in proportion to the text, whatever the text and the expression.
///
/// It reads the part of ECMAScript's syntax that such matching allows, which is what JSON Schema advises: literals, `.`, classes,
/// `\d \w \s \b` and their opposites, `\p{…}` for general categories, groups, alternatives, `* + ? {n,m}`, `^` and `$`
/// for the ends of the text. Look-around and back-references are refused. Text is matched scalar by scalar.
public struct Pattern: Sendable, CustomStringConvertible {
    /// The expression as it was written.
    public let source: String
    private let program: PatternProgram?

    /// Reads an expression.
    ///
    /// - Throws: `PatternError` if it is none, if it has what linear matching can't do, or if it is too large.
    public init(_ source: String) throws(PatternError) {
        self.source = source
        var parser = PatternParser(source)
        program = try PatternProgram(try parser.parse())
    }

    /// The expression.
    public var description: String { source }

    /// Whether the text has a match anywhere; `^` and `$` tie it to the ends.
    public func matches(_ text: String) -> Bool {
        guard let program else { return false }
        var matcher = PatternMatcher(program)
        return matcher.matches(text)
    }
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
        self.source = source
        program = nil
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
