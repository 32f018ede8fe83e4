public import GatewayDiagnostics

/// A value of the spec together with the place where it is written.
public struct Spanned<Value: Sendable>: Sendable {
    /// What is written there.
    public var value: Value
    /// Where it is written.
    public var span: SourceSpan

    /// Ties a value to its place.
    public init(_ value: Value, _ span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

extension Spanned: Equatable where Value: Equatable {
    /// Two values are equal wherever they stand.
    public static func == (left: Self, right: Self) -> Bool { left.value == right.value }
}

extension Spanned: Hashable where Value: Hashable {
    /// Hashes the value alone, as equality does.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
