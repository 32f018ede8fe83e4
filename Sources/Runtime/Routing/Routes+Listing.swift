extension Routes {
    /// Every route's method and path, in the order in which they came: `GET /rooms`, `WS /ws/{room}`.
    public var requestLines: [String] {
        entries.map { "\($0.method.rawValue) \($0.info.pattern)" }
    }
}
