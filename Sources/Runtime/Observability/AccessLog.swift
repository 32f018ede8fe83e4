import Logging

/// A line for a request: method, path, route, status, bytes, time, address; never its query, body or credentials.
enum AccessLog {
    static func write(
        _ head: RequestHead, _ route: RouteInfo?, status: Int, bytes: Int, milliseconds: UInt64,
        _ access: LogSettings.Access, _ logger: Logger, _ info: @autoclosure () -> ConnectionInfo
    ) {
        switch access {
        case .none: return
        case .errors: guard status >= 500 else { return }
        case .all: break
        }
        let method = head.string(head.methodToken)
        let target = head.string(head.target)
        let path = String(target.prefix { $0 != "?" })
        var metadata: Logger.Metadata = [
            "method": "\(method)", "path": "\(path)", "status": .stringConvertible(status),
            "bytes": .stringConvertible(bytes), "ms": .stringConvertible(Int(truncatingIfNeeded: milliseconds)),
            "from": "\(info().remoteAddress)",
        ]
        if let route { metadata["route"] = "\(route.pattern)" }
        logger.log(
            level: status >= 500 ? .warning : .info, "\(method) \(path) \(status)", metadata: metadata)
    }
}
