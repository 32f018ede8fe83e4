/// A field where absent and null differ, as in a PATCH.
public enum Patch<Value> {
    /// The field is not there: leave it as it is.
    case absent
    /// The field is null: take the value away.
    case null
    /// The field has a value: set it.
    case value(Value)
}

extension Patch: Sendable where Value: Sendable {}
extension Patch: Equatable where Value: Equatable {}
extension Patch: Hashable where Value: Hashable {}
