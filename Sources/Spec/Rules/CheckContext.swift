import GatewayDiagnostics
import GatewayParallel

/// What a check looks at, and where its findings go.
struct CheckContext {
    let spec: ServiceSpec
    private(set) var diagnostics = DiagnosticSet()
    /// Where parts of plain values stand.
    var places = LiteralPlaces()
    /// Regular expressions that were found to be good.
    var soundPatterns: Set<String> = []

    /// Every type that is written somewhere, and whether a form's field has it; worked out once for all checks.
    let typeUses: [(use: TypeUse, isForm: Bool)]
    /// Every field and declared parameter.
    let fields: [Field]

    init(_ spec: ServiceSpec) {
        self.spec = spec
        typeUses = spec.typeUses
        fields = spec.allFields
    }

    mutating func append(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    mutating func report(
        _ rule: SpecRule, _ message: String, at span: SourceSpan?, label: String? = nil, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        diagnostics.append(
            Diagnostic(rule.severity, rule.code, message, at: span, label: label, help: help, notes: notes))
    }
}

/// A check of what a spec means. It may find things of several rules.
struct SpecCheck: Sendable {
    /// What it looks for.
    let purpose: String
    /// Whether it says nothing useful about a spec that has errors, because it would follow from them. It runs beside
    /// those that find them, so it must come to an end on such a spec too.
    let needsSoundSpec: Bool
    let run: @Sendable (inout CheckContext) -> Void

    init(_ purpose: String, needsSoundSpec: Bool = false, _ run: @escaping @Sendable (inout CheckContext) -> Void) {
        self.purpose = purpose
        self.needsSoundSpec = needsSoundSpec
        self.run = run
    }

    /// Every check, in groups that have nothing to do with one another.
    static let all = [types, values, names, routes, answers, auth, hubs, messages, usage]

    /// Runs the checks; of those that need a sound spec, nothing is said unless nothing is wrong.
    static func run(on spec: ServiceSpec, isSound: Bool) -> DiagnosticSet {
        let blank = CheckContext(spec)
        let contexts = Parallel.map(all) { checks in
            var (always, whenSound) = (blank, blank)
            for check in checks where !check.needsSoundSpec { check.run(&always) }
            for check in checks where check.needsSoundSpec && isSound { check.run(&whenSound) }
            return (always.diagnostics, whenSound.diagnostics)
        }
        var diagnostics = DiagnosticSet()
        for (always, _) in contexts { diagnostics.merge(always) }
        guard !diagnostics.hasErrors else { return diagnostics }
        for (_, whenSound) in contexts { diagnostics.merge(whenSound) }
        return diagnostics
    }
}
