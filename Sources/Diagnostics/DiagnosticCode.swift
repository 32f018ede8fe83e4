/// A stable name of a kind of finding, such as `GEN0123`; `gen explain` takes it.
public struct DiagnosticCode: RawRepresentable, Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The code as users see it.
    public let rawValue: String

    /// Makes a code of its text.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Makes a code of a literal.
    public init(stringLiteral value: String) { self.rawValue = value }

    /// The code as users see it.
    public var description: String { rawValue }

    /// Orders by text.
    public static func < (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.rawValue < right.rawValue }
}
