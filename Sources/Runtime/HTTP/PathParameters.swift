/// What the `{names}` of a route's pattern stand for in one request.
///
/// Values are percent-decoded; `%2F` stays as it is.
public struct PathParameters: Sendable {
    package let names: [String]
    private let values: [String]

    package init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    package static let none = PathParameters(names: [], values: [])

    /// The value of a parameter; nil if the pattern has none of this name.
    public subscript(_ name: String) -> String? {
        for index in names.indices where names[index] == name && index < values.count { return values[index] }
        return nil
    }
}
