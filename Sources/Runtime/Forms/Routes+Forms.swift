extension Routes {
    /// Answers with a handler that takes a form, urlencoded or multipart.
    ///
    /// Files are written to `forms.folder` while they come (at most `maxBody` together), and removed when the handler has
    /// returned, unless it moved them.
    public mutating func handleForm(
        _ method: RouteMethod, _ pattern: String, name: String? = nil, options: RouteOptions = RouteOptions(),
        _ body: @escaping @Sendable (inout RequestReader, RequestContext) async throws -> Response
    ) {
        let (settings, envelope, limits) = (forms, envelope, input.with(options))
        add(
            method, pattern,
            .async { request, context in
                guard let content = try MediaType.multipart(request.head) else {
                    var reader = RequestReader(
                        request, body: try await request.body.collect(), identity: context.identity, limits: limits)
                    var response = try await body(&reader, context)
                    envelope?.wrap(&response)
                    return response
                }
                let form = try await ReceivedForm.receive(request.body, boundary: content, settings)
                defer { form.discard() }
                var reader = RequestReader(request, form: form, identity: context.identity, limits: limits)
                var response = try await body(&reader, context)
                envelope?.wrap(&response)
                return response
            }, name: name, options: options)
    }
}
