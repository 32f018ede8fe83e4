/// How much of a request's input is read.
package struct InputLimits: Hashable, Sendable {
    /// The parameters of a query (default 1,000); more → 400.
    package var queryParameters = 1_000
    /// The fields of an urlencoded form (default 200); more → 413.
    package var formFields = 200
    /// How deep arrays and objects of a JSON body may nest (default 64); deeper → 400.
    package var jsonDepth = 64
    /// How many violations an answer lists (default 100); it says how many more there are.
    package var violations = 100

    /// The defaults.
    package init() {}

    /// What a service's settings say.
    package init(_ settings: ServiceSettings) {
        queryParameters = settings.limits.queryParameters
        formFields = settings.forms.parts
        jsonDepth = settings.limits.jsonDepth
        violations = settings.limits.violations
    }

    var json: JSONOptions { JSONOptions(maxDepth: jsonDepth, maxViolations: violations) }
}
