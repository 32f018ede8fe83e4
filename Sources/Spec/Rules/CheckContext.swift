import GatewayDiagnostics

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
    /// Whether it says nothing useful about a spec that has errors, because it would follow from them.
    let needsSoundSpec: Bool
    let run: @Sendable (inout CheckContext) -> Void

    init(_ purpose: String, needsSoundSpec: Bool = false, _ run: @escaping @Sendable (inout CheckContext) -> Void) {
        self.purpose = purpose
        self.needsSoundSpec = needsSoundSpec
        self.run = run
    }

    /// Every check, in no particular order: findings are sorted by place.
    static let all: [SpecCheck] = types + values + names + routes + answers + auth + hubs + messages + usage

    /// Runs the checks, those that need a sound spec only if nothing is wrong so far.
    static func run(on spec: ServiceSpec, isSound: Bool) -> DiagnosticSet {
        var context = CheckContext(spec)
        for check in all where !check.needsSoundSpec { check.run(&context) }
        guard isSound, !context.diagnostics.hasErrors else { return context.diagnostics }
        for check in all where check.needsSoundSpec { check.run(&context) }
        return context.diagnostics
    }
}
