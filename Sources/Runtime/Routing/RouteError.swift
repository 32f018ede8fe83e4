/// What is wrong with the routes of a service.
public struct RouteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, where, and how to mend it.
    public let description: String

    package init(_ description: String) {
        self.description = description
    }
}
