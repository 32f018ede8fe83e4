import GatewaySpec

/// Fills the embedded templates with what every one of them may ask for, and what one alone does.
struct Templates {
    private let set: TemplateSet
    private let common: ViewFields

    init(_ plan: ServicePlan, set: TemplateSet) {
        self.set = set
        common = Self.names(of: plan)
    }

    /// The text of a template.
    func render(_ name: String, _ fields: ViewFields = [:]) throws(TemplateError) -> String {
        try set.render(name, fields, common: common)
    }

    private static func names(of plan: ServicePlan) -> ViewFields {
        var fields: ViewFields = [
            "product": .text(plan.names.service),
            "module": .text(plan.names.module),
            "api": .text(plan.names.api),
            "serviceType": .text(plan.names.serviceType),
            "config": .text(plan.names.config),
            "hubs": .text(plan.names.hubs),
            "specName": .text(plan.specName),
            "title": .text(DocText.line(plan.spec.info.title ?? plan.names.service)),
        ]
        for name in runtimeNames { fields[name] = .text(plan.names.runtime(name)) }
        return fields
    }

    /// What templates call by the runtime's name, which a type of the spec may hide.
    private static let runtimeNames = [
        "CloseReason", "HTTPError", "RequestContext", "Routes", "Service", "ServiceConfig", "ServiceSettings",
    ]
}
