extension SpecRule {
    /// Titles and explanations.
    static let textsRoutes: [SpecRule: Text] = [
        .routeKey: Text(
            "malformed route",
            """
            A route's key is its request line: a method, a space, a path, as `POST /rooms/{room}/messages`.
            """),
        .unknownMethod: Text(
            "unknown method",
            """
            Known are GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS, `ANY` for every method that has no route \
            of its own, and `WS` for WebSockets.
            """),
        .pathSyntax: Text(
            "malformed path",
            """
            A path begins with `/`. `{name}` stands for one segment, `{name*}` at the end for the rest. There \
            are no patterns, queries or % codes in it, and each name stands in it once.
            """),
        .duplicateRoute: Text(
            "two routes for the same requests",
            """
            Literal segments beat `{name}`, and that beats `{name*}`, whatever the order in the file. These two \
            routes are alike in every segment, so nothing tells them apart; names of parameters do not.
            """),
        .noAction: Text(
            "route without an action",
            """
            A route has one of: `handler`, `hub`, `presence`, `proxy`, `static`, `redirect`, `respond`.
            """),
        .severalActions: Text(
            "route with several actions",
            """
            A route does one thing.
            """),
        .uselessKey: Text(
            "key that means nothing to the action",
            """
            The key is a route's, but this route's action has no use for it. Keys are never ignored in silence.
            """),
        .notInPath: Text(
            "parameter that is not in the path",
            """
            A parameter under `path` must stand in the path of the route or in the prefix of a group around it.
            """),
        .parameterType: Text(
            "type that a parameter cannot have",
            """
            Parameters are text: strings, numbers, words of an enum; in query, headers and forms also lists of \
            them. Objects go into the body.
            """),
        .methodMisfit: Text(
            "method and action do not fit",
            """
            Hubs are reached by `WS`, and `WS` routes lead to hubs; files and presence are read with GET.
            """),
        .bodyMisfit: Text(
            "body out of place",
            """
            GET and HEAD have no body, and a request has a body or a form. `accepts` names the media types of a body that is \
            taken as it comes: `body: text`, `binary` or `stream`.
            """),
        .badStatus: Text(
            "status out of place",
            """
            A success has a status from 200 to 399, an error from 400 to 599; 204 has no body.
            """),
        .duplicateHandler: Text(
            "handler with two routes",
            """
            Each route calls a function of its own, since each has its own input.
            """),
        .unknownUpstream: Text(
            "unknown upstream",
            """
            `proxy` names one of the spec's `upstreams`.
            """),
        .unknownMiddleware: Text(
            "unknown middleware",
            """
            `use` names one of those listed under `middleware` at the top.
            """),
        .unknownAuth: Text(
            "unknown way to authenticate",
            """
            `auth` of a route or group names one of the ways declared under `auth` at the top, several of which \
            any will do, or `none`. `[member, none]` lets in members and those who bring no credentials.
            """),
        .notInUse: Text(
            "middleware that is not in use",
            """
            `without` takes out a middleware that a group around or the spec uses. Here there is nothing to take \
            out.
            """),
        .unusedDeclaration: Text(
            "unused declaration",
            """
            No route uses it. It may be a leftover.
            """),
        .staticMisfit: Text(
            "static files that cannot be found",
            """
            A folder needs a path that ends in `{rest*}`, which names the file in it; `file` is one file.
            """),
        .timeoutOnStream: Text(
            "timeout on a stream",
            """
            A timeout is for handlers that do not answer in time. A stream has answered when it begins, and stays open as \
            long as its handler sends. `timeout: none` on the route says so.
            """),
        .openCredentials: Text(
            "credentials for every page",
            """
            With `credentials` and any origin, every page in the world could act as the user who is logged in. \
            Browsers refuse it, too.
            """),
        .noRoutes: Text(
            "no routes",
            """
            A service without routes answers 404 to everything.
            """),
        .redirectLoop: Text(
            "redirect to itself",
            """
            The redirect leads to the path that it stands on.
            """),
    ]
}
