import GatewayDiagnostics
import GatewayYAML

/// A route's key taken apart: `POST /rooms/{room}/messages`.
struct RouteKey {
    var method: RouteMethod
    var path: PathTemplate

    /// Reads a key; without complaints there is always a result.
    static func read(_ node: Node) -> (key: RouteKey?, complaints: [Complaint]) {
        let text = node.text ?? ""
        let scalars = text.unicodeScalars
        guard let space = scalars.firstIndex(of: " ") else { return (nil, [noMethod(text)]) }
        let word = String(scalars[..<space])
        let start = scalars[space...].firstIndex { $0 != " " } ?? scalars.endIndex
        var complaints: [Complaint] = []
        let method = RouteMethod(rawValue: word)
        if method == nil { complaints.append(unknownMethod(word)) }
        let (path, pathComplaints) = PathText.read(
            String(scalars[start...]), in: node, from: scalars.distance(from: scalars.startIndex, to: start))
        complaints += pathComplaints
        guard let method, let path, complaints.isEmpty else { return (nil, complaints) }
        return (RouteKey(method: method, path: path), [])
    }

    private static func noMethod(_ text: String) -> Complaint {
        let methods = RouteMethod.allCases.map(\.rawValue)
        let isMethod = methods.contains(text.uppercased())
        return Complaint(
            .routeKey, "'\(text)' is no route", label: "a method, a space, a path",
            help: text.hasPrefix("/")
                ? "write `GET \(text)`" : isMethod ? "write `\(text.uppercased()) /`" : "such as `GET /users/{id}`")
    }

    private static func unknownMethod(_ word: String) -> Complaint {
        let methods = RouteMethod.allCases.map(\.rawValue)
        var help = Suggestion.didYouMean(word, among: methods)
        if methods.contains(word.uppercased()) { help = "write `\(word.uppercased())`" }
        if word.contains(",") || word.contains("|") { help = "write a route for each method, or `ANY` for all" }
        if ["WEBSOCKET", "WSS", "SOCKET"].contains(word.uppercased()) { help = "write `WS`" }
        if ["ALL", "*"].contains(word.uppercased()) { help = "write `ANY`" }
        if ["SSE", "STREAM"].contains(word.uppercased()) { help = "write `GET`, and `streams:` in the route" }
        return Complaint(
            .unknownMethod, "unknown method '\(word)'",
            help: help ?? "known: " + methods.joined(separator: ", "), part: 0..<word.unicodeScalars.count)
    }
}
