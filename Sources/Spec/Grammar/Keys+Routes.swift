extension Keys {
    /// What the spec, a group and a route may say; the nearest wins.
    static let policies: [KeyRow] = [
        KeyRow("timeout", .durationOrNone, "How long a handler may take.", default: "config's `timeouts.request`"),
        KeyRow("maxBody", .sizeOrNone, "How large a request's body may be.", default: "config's `limits.body`"),
        KeyRow(
            "cors", .either([.scalar(.words(["any", "none"])), .list(.scalar(.origin)), .keys(.cors)]),
            "Pages of other origins that may call: `any`, a list, or the long form; `none` lifts what stands around.",
            default: "`none`"),
        KeyRow(
            "rateLimit",
            .either([.scalar(.rateOrNone), .keys(.rateLimit), .list(.either([.scalar(.rate), .keys(.rateLimit)]))]),
            "How often it may be called, by each client's address; a list counts against each; more gets 429.",
            default: "`none`"),
        KeyRow(
            "maxInFlight", .countOrNone, "How many requests may be under way at once; more gets 503.", default: "`none`"
        ),
        KeyRow("compress", .bool, "Whether answers are compressed for clients that take gzip.", default: "`false`"),
        KeyRow("cache", .durationOrNone, "How long clients may keep a success; `none` forbids it.", default: "unsaid"),
        KeyRow("priority", .words(Priority.self), "What is shed first under overload.", default: "`normal`"),
        KeyRow(
            "breaker", .bool, "Whether the route is spared for a while when its handler fails.", default: "`true`",
            config: true),
        KeyRow("shed", .bool, "Whether requests are refused under overload.", default: "`true`", config: true),
        KeyRow(
            "decompress", .bool,
            "Whether compressed bodies of requests are inflated; else they are taken as they come.",
            default: "`true`", config: true),
        KeyRow(
            "unknownFields", .words(UnknownFields.self),
            "What becomes of fields of a JSON body that its type does not have: they are skipped, or each is a violation.",
            default: "`ignore`"),
        KeyRow(
            "violations", .words(["400", "422"]), "The status of an answer that lists what breaks the rules.",
            default: "`422`"),
        KeyRow(
            "securityHeaders", .either([.scalar(.bool), .keys(.securityHeaders)]),
            "What is different about the headers that keep browsers from doing harm.", default: "config's", config: true
        ),
    ]

    /// What a group and a route may say.
    private static let access: [KeyRow] = [
        KeyRow(
            "auth", .oneOrList(.scalar(.name("a way to authenticate"))),
            "Who may call: a name, a list (any of them) or `none`; in a list, `none` lets in who brings no credentials.",
            default: "that of the group around it"),
        KeyRow("use", .oneOrList(.scalar(.name("a middleware"))), "Middlewares, behind those of the groups around."),
        KeyRow(
            "without", .oneOrList(.scalar(.name("a middleware"))), "Middlewares of the groups around that are left out."
        ),
    ]

    static let group: [KeyRow] =
        [
            KeyRow("name", .newName("group"), "The group's name; handlers are sorted by it."),
            KeyRow("doc", .prose, "What the routes have in common."),
            KeyRow("prefix", .prefix, "A path before those of the routes; it may have parameters."),
            KeyRow("routes", .names(.route, what: "route", .keys(.route)), "The routes."),
            KeyRow("groups", .list(.keys(.group)), "Groups inside, to any depth."),
        ] + access + policies

    static let route: [KeyRow] =
        [
            KeyRow("doc", .prose, "What the route is for; goes into the code."),
            KeyRow("deprecated", .deprecation, "Why not to use it any more."),
            KeyRow("handler", .handler, "Action: calls a function that you write."),
            KeyRow("hub", .name("a hub"), "Action (`WS`): joins a hub."),
            KeyRow("presence", .name("a hub"), "Action: a hub's rooms and who is in them, as JSON."),
            KeyRow("proxy", .name("an upstream"), "Action: forwards to an upstream."),
            KeyRow("static", .keys(.staticFiles), "Action: serves a file or a folder."),
            KeyRow("redirect", .either([.scalar(.location), .keys(.redirect)]), "Action: sends the client elsewhere."),
            KeyRow("respond", .keys(.respond), "Action: answers what is written here."),
            KeyRow("room", .template, "The room of a `hub` route.", default: "`main`"),
            KeyRow(
                "path", .names(.member, what: "parameter", .type(long: .pathParameter)),
                "Types of the path's parameters.", default: "`string`"),
            KeyRow("query", .names(.member, what: "parameter", .type(long: .parameter)), "Parameters of the query."),
            KeyRow("header", .names(.member, what: "parameter", .type(long: .parameter)), "Parameters in headers."),
            KeyRow("cookie", .names(.member, what: "parameter", .type(long: .parameter)), "Parameters in cookies."),
            KeyRow(
                "form", .names(.member, what: "parameter", .type(long: .formField)),
                "Fields of a form, urlencoded or multipart."),
            KeyRow(
                "body", .type(long: .nested),
                "The type of the JSON body, or `text`, `binary`, `stream` for one that is taken as it comes."),
            KeyRow(
                "accepts", .oneOrList(.scalar(.mediaType)),
                "The media types of a `text`, `binary` or `stream` body; others get 415.",
                default: "`text/*` for `text`, else any"),
            KeyRow("returns", .type(long: .nested), "The type of the answer, or `text`, `html`, `binary`, `stream`."),
            KeyRow("streams", .type(long: .nested), "The type of the events of a server-sent stream."),
            KeyRow(
                "status", .successStatus, "The status of a success.",
                default: "`200`, or `204` with nothing returned"),
            KeyRow("headers", .names(.header, what: "header", .scalar(.headerValue)), "Headers of the answer."),
            KeyRow(
                "errors", .names(.errorStatus, what: "status", .type(long: .nested)),
                "Errors by status, each with the type of its body; `Problem` is RFC 9457's."),
        ] + access + policies

    static let staticFiles: [KeyRow] = [
        KeyRow("file", .path, "One file, relative to the spec's folder or the package."),
        KeyRow("dir", .path, "A folder; the path ends in `{rest*}`."),
        KeyRow("cache", .age, "How long clients may keep it.", default: "they ask each time"),
        KeyRow("index", .string, "The file that stands for a folder.", default: "`index.html`"),
        KeyRow(
            "precompressed", .bool, "Whether `x.js.br` and `x.js.gz` beside `x.js` are sent to who takes them.",
            default: "`false`"),
    ]

    static let redirect: [KeyRow] = [
        KeyRow("to", .location, "Where to.", required: true),
        KeyRow("status", .words(["301", "302", "303", "307", "308"]), "The kind of redirect.", default: "`302`"),
    ]

    static let respond: [KeyRow] = [
        KeyRow("text", .verbatim, "Plain text."),
        KeyRow("html", .verbatim, "A page."),
        KeyRow("json", .literal, "A value, sent as JSON."),
        KeyRow(
            "status", .integer(200...599, "status"), "The answer's status.", default: "`200`, or `204` without a body"),
        KeyRow("headers", .names(.header, what: "header", .scalar(.headerValue)), "Headers of the answer."),
    ]

    static let cors: [KeyRow] = [
        KeyRow(
            "origins", .either([.scalar(.anyWord), .list(.scalar(.origin))]), "The origins, or `any`.", default: "`any`"
        ),
        KeyRow("methods", .list(.scalar(.token)), "The methods.", default: "those of the path"),
        KeyRow("headers", .list(.scalar(.token)), "Request headers beyond the simple ones."),
        KeyRow(
            "expose", .list(.scalar(.token)),
            "Headers of answers that a page may read beyond the simple ones, such as `RateLimit`."),
        KeyRow("credentials", .bool, "Whether cookies and authorization go along.", default: "`false`"),
        KeyRow("maxAge", .age, "How long a browser may remember the answer."),
    ]

    static let securityHeaders: [KeyRow] = [
        KeyRow(
            "frames", .words(SecurityHeaders.Frames.self), "Which pages may show an answer in a frame.",
            default: "config's `chain.frames`"),
        KeyRow(
            "referrer", .words(SecurityHeaders.ReferrerPolicy.self),
            "What browsers tell other sites of the page that a link stood on.",
            default: "config's `chain.referrerPolicy`"),
    ]

    static let envelope: [KeyRow] = [
        KeyRow("code", .string, "The field with the number: 0, an error's own, or its status.", default: "`code`"),
        KeyRow("message", .string, "The field with the text.", default: "`msg`"),
        KeyRow("data", .string, "The field with what a handler returns.", default: "`data`"),
        KeyRow(
            "errors", .words(Envelope.ErrorStatus.self), "The HTTP status of errors: their own, or 200.",
            default: "`own`"),
    ]

    static let rateLimit: [KeyRow] = [
        KeyRow("rate", .rate, "How often.", required: true),
        KeyRow("burst", .count, "How many at once.", default: "the rate's count"),
        KeyRow(
            "by", .rateKey, "Who shares it; a header's values can be made up, so put a rate by `ip` beside it.",
            default: "`ip`"),
    ]
}

extension ScalarShape {
    /// Who shares a rate.
    static let rateKey = ScalarShape(
        "`ip` `user` `all` or `header NAME`", "`ip`, `user`, `all`, or a header such as `header X-API-Key`",
        takes: .anyText,
        pattern: "^(ip|user|all|header [!#$%&'*+.^_`|~0-9A-Za-z-]+)$"
    ) { text in
        RateLimit.Key(text) == nil
            ? unknownWord(text, ["ip", "user", "all", "header X-API-Key"]) : nil
    }

    /// The one word `any`.
    static let anyWord = words(["any"])
}
