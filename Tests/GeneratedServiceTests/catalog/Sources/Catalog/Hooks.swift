import GatewayRuntime

/// What handlers throw.
enum CatalogError: Error { case soldOut, broken }

extension CatalogService {
    var hooks: ServiceHooks {
        ServiceHooks(
            notFound: { request, _ in .html("<h1>nothing at \(request.path)</h1>", status: .notFound) },
            error: { error, context in
                guard case CatalogError.soldOut? = error as? CatalogError else { return nil }
                return HTTPError(.conflict, detail: "sold out at \(context.route.pattern)", code: 1017)
            })
    }
}
