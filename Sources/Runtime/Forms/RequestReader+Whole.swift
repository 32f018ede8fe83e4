extension RequestReader {
    /// Reads a request whose body is there already, in the chunks in which it came: what `Routes.handleForm` does with one that
    /// arrives. The files of a multipart form are removed when the closure has returned.
    package static func read<Value>(
        _ request: Request, chunks: [[UInt8]], forms: FormSettings = FormSettings(),
        limits: InputLimits = InputLimits(),
        _ read: (inout RequestReader) throws -> Value
    ) throws -> Value {
        guard let boundary = try MediaType.multipart(request.head) else {
            var reader = RequestReader(request, body: chunks.flatMap { $0 }, limits: limits)
            return try read(&reader)
        }
        let form = try ReceivedForm.receive(chunks, boundary: boundary, forms)
        defer { form.discard() }
        var reader = RequestReader(request, form: form, identity: nil, limits: limits)
        return try read(&reader)
    }
}
