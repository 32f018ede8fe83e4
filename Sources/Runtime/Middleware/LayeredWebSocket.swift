import HTTPTypes

/// A WebSocket behind middlewares and `auth`: who is refused never gets as far as the upgrade.
struct LayeredWebSocket: WebSocketEndpoint {
    let endpoint: any WebSocketEndpoint
    let layers: RouteLayers

    var policy: HandshakePolicy {
        var policy = endpoint.policy
        for name in layers.gate?.subprotocols ?? [] where !policy.subprotocols.contains(name) {
            policy.subprotocols.append(name)
        }
        return policy
    }

    func admit(_ request: Request, _ context: RequestContext) async throws -> any WebSocketAdmission {
        let box = AdmissionBox()
        let endpoint = endpoint
        let handler = layers.around { request, context in
            box.put(try await endpoint.admit(request, context))
            return Response(status: .switchingProtocols)
        }
        do {
            let response = try await handler(request, context)
            guard let admission = box.take() else { throw RefusedUpgrade(response) }
            guard response.status == .switchingProtocols else {
                admission.abandon()
                throw RefusedUpgrade(response)
            }
            return admission
        } catch {
            box.take()?.abandon()
            throw error
        }
    }
}

/// The place that a client took behind the middlewares.
private final class AdmissionBox: Sendable {
    private let admission = Guarded<(any WebSocketAdmission)?>(nil)

    func put(_ new: any WebSocketAdmission) {
        let old = admission.withLock { admission in
            defer { admission = new }
            return admission
        }
        // A middleware that goes on twice takes one place.
        old?.abandon()
    }

    func take() -> (any WebSocketAdmission)? {
        admission.withLock { admission in
            defer { admission = nil }
            return admission
        }
    }
}
