import GatewaySpec

/// The service's first tests; they pass as they are.
struct TestsCode {
    let plan: ServicePlan

    var fields: ViewFields {
        ["suite": .text(SwiftLiteral.string(plan.names.service)), "tests": .list([["lines": .lines(routes)]])]
    }

    private var routes: [String] {
        var writer = SwiftWriter()
        writer.line("@Test(\"every route of the spec is there\")")
        writer.block("func routes() throws") { writer in
            writer.line("var routes = \(plan.names.runtime("Routes"))()")
            writer.line("\(plan.names.serviceType).test().register(on: &routes)")
            writer.line("#expect(routes.count == \(plan.spec.routes.count))")
        }
        return writer.lines
    }
}
