/// A body with rules of its own beyond the spec's; they are asked when all of the spec's hold.
///
/// ```swift
/// extension Booking: SelfChecking {
///     func check(_ violations: inout [Violation]) {
///         if to < from { violations.append(Violation(.body, "/to", "must not be before from", code: "order")) }
///     }
/// }
/// ```
/// What it finds is answered like any other violation: 422, all of them at once. It is asked of the body as a whole, not of
/// values within it.
public protocol SelfChecking {
    /// Adds what is wrong.
    func check(_ violations: inout [Violation])
}
