import GatewayRuntime

extension Draft: SelfChecking {
    func check(_ violations: inout [Violation]) {
        guard name == "forbidden" else { return }
        violations.append(Violation(.body, "/name", "must not be called so", code: "forbidden"))
    }
}
