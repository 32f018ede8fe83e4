/// A WebSocket route bound to a hub: decodes what a request says, takes a place, and asks the handler.
struct HubRoute<Input: Sendable, State: Sendable>: WebSocketEndpoint {
    let endpoint: HubEndpoint
    let limits: InputLimits
    let decode: @Sendable (inout RequestReader) throws -> HubAdmission<Input>
    let connecting: @Sendable (Input, RequestContext) async throws -> State

    var policy: HandshakePolicy { endpoint.core.policy }

    func admit(_ request: Request, _ context: RequestContext) async throws -> any WebSocketAdmission {
        var reader = RequestReader(request, identity: context.identity, limits: limits)
        let admission = try decode(&reader)
        let core = endpoint.core
        let resume = try core.history == nil ? nil : request.query["after"].map(HistoryRequest.init)
        let user = admission.user ?? ""
        let address = request.remoteAddress
        try core.takePlace(user: user, address: address)
        do {
            let state = try await connecting(admission.input, context)
            let ticket = StatefulTicket(
                endpoint: endpoint, room: core.room(admission.room), user: user, address: address,
                resume: resume, state: state)
            if admission.keepsInput { ticket.input = KeptInput(admission.input) }
            return ticket
        } catch {
            core.release(user: user, address: address)
            throw error
        }
    }
}

extension Routes {
    /// Binds a hub to a path: requests that ask for a WebSocket are let in as `input` and the handler's `connecting`
    /// decide, and are the handler's from then on.
    ///
    /// - Parameter input: reads who wants in and where to; throws a `ValidationFailure` or an `HTTPError` to refuse.
    public mutating func webSocket<Handler: HubHandler>(
        _ pattern: String, hub: Hub<Handler.Sent>, handler: Handler, name: String? = nil,
        options: RouteOptions = RouteOptions(),
        input: @escaping @Sendable (inout RequestReader) throws -> HubAdmission<Handler.Input>
    ) {
        bind(
            pattern, hub.core, InlineEndpoint(core: hub.core, handler: handler), name: name, options: options,
            input: input
        ) { try await handler.connecting($0, $1) }
    }

    /// Binds a hub whose handler is `async` to a path.
    ///
    /// - Parameter input: reads who wants in and where to; throws a `ValidationFailure` or an `HTTPError` to refuse.
    public mutating func webSocket<Handler: AsyncHubHandler>(
        _ pattern: String, hub: Hub<Handler.Sent>, handler: Handler, name: String? = nil,
        options: RouteOptions = RouteOptions(),
        input: @escaping @Sendable (inout RequestReader) throws -> HubAdmission<Handler.Input>
    ) {
        bind(
            pattern, hub.core, AsyncEndpoint(core: hub.core, handler: handler), name: name, options: options,
            input: input
        ) { try await handler.connecting($0, $1) }
    }

    private mutating func bind<Input, State: Sendable>(
        _ pattern: String, _ core: HubCore, _ endpoint: HubEndpoint, name: String?, options: RouteOptions,
        input: @escaping @Sendable (inout RequestReader) throws -> HubAdmission<Input>,
        connecting: @escaping @Sendable (Input, RequestContext) async throws -> State
    ) {
        let route = HubRoute(
            endpoint: endpoint, limits: self.input.with(options), decode: input, connecting: connecting)
        add(.webSocket, pattern, .webSocket(route), name: name ?? core.name, options: options)
    }
}
