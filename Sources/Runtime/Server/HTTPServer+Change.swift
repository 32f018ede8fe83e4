import NIOCore

extension HTTPServer {
    /// Other settings hold from now on, as far as that needs no restart: for connections and requests that begin when this
    /// has returned, and for the deadlines of those that are open. Nothing is closed.
    ///
    /// What the settings say of what needs a restart must be what they said before.
    ///
    /// - Parameter authentication: the schemes with their keys (default: those that the routes were declared with).
    /// - Throws: `RouteError`; then nothing has changed.
    package func change(to settings: ServiceSettings, authentication: Authentication? = nil) throws(RouteError)
        -> RulesChange
    {
        let rules = rules
        let chain = ServiceChain(settings.chain, former: rules.router.chain)
        let router = try Router(routes, chain: chain, authentication: authentication, former: rules.router)
        let changed = ServerRules(settings: settings, router: router)
        newest.withLock { $0 = changed }
        core.gate.change(limit: settings.limits.connections, limitPerIP: settings.limits.connectionsPerIP)
        places.change(limit: settings.limits.webSockets)
        return RulesChange(
            loops: loops.map { loop in
                let copy = changed.copy()
                return loop.eventLoop.submit { loop.value.change(to: copy) }
            })
    }
}

/// A change of a server's settings that its event loops are told of.
package struct RulesChange: Sendable {
    fileprivate let loops: [EventLoopFuture<Void>]

    /// Returns when the change holds on every loop.
    package func takesEffect() async {
        for loop in loops { try? await loop.get() }
    }
}
