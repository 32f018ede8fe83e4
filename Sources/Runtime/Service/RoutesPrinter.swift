/// The text of `--print-routes`.
enum RoutesPrinter {
    static func text(_ routes: Routes) -> String {
        let rows = routes.entries.map { entry in
            (entry.method.rawValue, entry.info.pattern, answer(entry))
        }
        let methods = rows.map(\.0.count).max() ?? 0
        let patterns = rows.map(\.1.count).max() ?? 0
        return rows.map { method, pattern, answer in
            "\(padded(method, methods))  \(padded(pattern, patterns))  \(answer)\n"
        }.joined()
    }

    private static func answer(_ entry: Routes.Entry) -> String {
        let kind =
            switch entry.endpoint {
            case .prepared: "respond"
            case .immediate: "respond"
            case .file: "file"
            case .async: "handler"
            case .webSocket: "hub"
            }
        return entry.info.name.map { "\(kind) \($0)" } ?? kind
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: width - text.count)
    }
}
