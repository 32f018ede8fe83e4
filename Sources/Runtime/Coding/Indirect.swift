/// Keeps a field's value elsewhere in memory, so that a struct can hold another of its own kind.
///
/// ```swift
/// struct Comment: Hashable, Sendable {
///     var text: String
///     @Indirect var answerTo: Comment? = nil
/// }
/// ```
@propertyWrapper
public struct Indirect<Value> {
    /// It never changes once it is there: a new value gets a new box.
    fileprivate final class Box {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var box: Box

    /// Keeps a value.
    public init(wrappedValue: Value) { box = Box(wrappedValue) }

    /// The value.
    public var wrappedValue: Value {
        get { box.value }
        set { box = Box(newValue) }
    }
}

extension Indirect.Box: Sendable where Value: Sendable {}
extension Indirect: Sendable where Value: Sendable {}

extension Indirect: Equatable where Value: Equatable {
    /// Compares the values.
    public static func == (left: Indirect, right: Indirect) -> Bool { left.wrappedValue == right.wrappedValue }
}

extension Indirect: Hashable where Value: Hashable {
    /// Hashes the value.
    public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
