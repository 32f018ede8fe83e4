/// How much of a request's input is read, and how strictly.
package struct InputLimits: Hashable, Sendable {
    /// The parameters of a query (default 1,000); more → 400.
    package var queryParameters = 1_000
    /// The fields of an urlencoded form (default 200); more → 413.
    package var formFields = 200
    /// How deep arrays and objects of a JSON body may nest (default 64); deeper → 400.
    package var jsonDepth = 64
    /// How many violations an answer lists (default 100); it says how many more there are.
    package var violations = 100
    /// Whether a field of a JSON body that its type does not have is a violation (default: it is skipped).
    package var rejectsUnknownFields = false
    /// The status of an answer that lists violations (default 422).
    package var violationStatus = 422

    /// The defaults.
    package init() {}

    var json: JSONOptions {
        JSONOptions(maxDepth: jsonDepth, rejectsUnknownFields: rejectsUnknownFields, maxViolations: violations)
    }
}
