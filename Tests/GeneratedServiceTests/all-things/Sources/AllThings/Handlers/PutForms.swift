import GatewayRuntime

extension AllThingsService: PutForms.Handler {
    /// Says what was read, as the names of people.
    func putForms(_ input: PutForms.Input, _ context: RequestContext) async throws -> [String: Person] {
        let read: [String: String] = [
            "id": "\(input.id)", "limit": "\(input.limit)", "before": input.before?.plainText ?? "-",
            "role": input.role.rawValue, "level": input.level?.rawValue ?? "-",
            "tags": input.tags.joined(separator: "+"),
            "ids": input.ids.map { "\($0)" } ?? "-", "ratio": input.ratio.map { "\($0)" } ?? "-",
            "exact": input.exact.map { "\($0)" } ?? "-", "slug": input.slug, "code": input.code,
            "pageSize": "\(input.pageSize)", "day": input.day?.description ?? "-", "from": input.from,
            "trace": input.trace ?? "-", "session": input.session ?? "-", "colour": input.body.colour,
        ]
        return read.mapValues { Person(createdAt: .now, name: $0, children: []) }
    }
}
