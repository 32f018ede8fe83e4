import CEpoll
import NIOCore

extension ServiceSettings {
    /// Every setting of a service but those of its hubs and its own (`app:`).
    static let table: [Setting<ServiceSettings>] = firstRows + chainTable

    private static let firstRows: [Setting<ServiceSettings>] = [
        Setting(
            "host", .text, \.host,
            "The address to listen on; `0.0.0.0` or `::` for all, `unix:/path` for a Unix socket."),
        Setting("port", .port, \.port, "The port to listen on; 0 lets the system choose one."),
        Setting(
            "sharePort", .flag, \.sharePort,
            "Whether another process may listen on the same port, and the system spreads connections over them."),
        Setting(
            "listeners", .listeners, \.listeners,
            "More places to listen on: `http://host:port`, `https://host:port`, `unix:/path?mode=0660`."),
        Setting(
            "tls.certificate", .orNone(.text), \.tls.certificate,
            "The PEM file with the certificate and those between it and its issuer; none: no TLS."),
        Setting("tls.key", .orNone(.text), \.tls.key, "The PEM file with the certificate's private key."),
        Setting(
            "tls.clientCA", .orNone(.text), \.tls.clientCA,
            "The PEM file with the certificates that clients' own must be signed by; none: clients show none."),
        Setting(
            "tls.clients", .word(), \.tls.clients,
            "With `clientCA`, whether every client must show a certificate or may."),
        Setting(
            "tls.minimumVersion", .word(), \.tls.minimumVersion, "The oldest version of TLS that is spoken."),
        Setting(
            "tls.handshake", .duration(.milliseconds(100)...(.seconds(600))), \.tls.handshake, .live,
            "How long a client may take to agree on keys."),
        Setting(
            "tls.reload", orOff: .duration(.seconds(1)...(.seconds(86_400))), \.tls.reload,
            "How often the files are looked at; new ones are taken without a restart."),
        Setting(
            "http2.enabled", .flag, \.http2.enabled,
            "Whether HTTP/2 is offered over TLS, in a service whose `transports` have it."),
        Setting(
            "http2.cleartext", .flag, \.http2.cleartext,
            "Whether HTTP/2 is also spoken without TLS, to clients that begin with it (h2c)."),
        Setting(
            "http2.streams", .count(1...10_000), \.http2.streams, .live,
            "Streams that one client may have open; more are refused."),
        Setting(
            "http2.streamWindow", .bytes(16_384...(1 << 30)), \.http2.streamWindow, .live,
            "The bytes of a request's body that a client may send before they are read."),
        Setting(
            "http2.connectionWindow", .bytes(65_535...(1 << 30)), \.http2.connectionWindow, .live,
            "The same for all streams of a connection together."),
        Setting(
            "http2.frame", .bytes(16_384...16_777_215), \.http2.frame, .live, "The largest frame that is taken."),
        Setting(
            "http2.resets", .count(1...1_000_000), \.http2.resets, .live,
            "Streams that a client may reset in `http2.window`; more end its connection."),
        Setting(
            "http2.errors", .count(1...1_000_000), \.http2.errors, .live,
            "Streams that may fail in `http2.window` because a client breaks the rules; more end its connection."),
        Setting(
            "http2.control", .count(1...1_000_000), \.http2.control, .live,
            "PING, SETTINGS and PRIORITY frames that a client may send in `http2.window`; more end its connection."),
        Setting(
            "http2.window", .duration(.seconds(1)...(.seconds(3600))), \.http2.window, .live,
            "The time in which resets, errors and control frames are counted."),
        Setting(
            "http2.emptyFrames", .count(0...10_000), \.http2.emptyFrames, .live,
            "Empty DATA frames that may follow each other; more end the connection."),
        Setting(
            "http2.continuations", .count(0...1_000), \.http2.continuations, .live,
            "CONTINUATION frames that a header section may have; more end the connection."),
        Setting(
            "http2.queuedControl", .count(10...1_000_000), \.http2.queuedControl, .live,
            "Answers to control frames that may wait for a client that doesn't read; more end its connection."),
        Setting(
            "threads", .count(1...256), \.threads,
            "How many event loops serve HTTP; the default is one for each usable core."),
        Setting(
            "log.level", .word(also: ["warn": .warning]), \.log.level, .live, "The least severe level that is logged."),
        Setting("log.format", .word(), \.log.format, "How log lines are written: for people or for machines."),
        Setting(
            "log.access", .word(), \.log.access, .live,
            "Which requests get a line: none, errors (500 and above, as warnings) or all (as info)."),
        Setting(
            "log.statistics", orOff: .duration(.seconds(1)...(.seconds(86_400))), \.log.statistics, .live,
            "How often a line says what the service did: requests, latencies, connections, messages, lag, CPU, memory."),
        Setting(
            "admin.host", .text, \.admin.host,
            "The address of the admin listener, or `unix:/path`; it asks nobody who they are."),
        Setting(
            "admin.port", orOff: .port, \.admin.port,
            "The port of the admin listener; off: there is none, 0 lets the system choose one."),
        Setting(
            "admin.publicHealth", .flag, \.admin.publicHealth,
            "Whether `/healthz` and `/readyz` are answered on the main port too."),
        Setting("metrics.requests", .flag, \.metrics.requests, .live, "Whether requests are counted."),
        Setting(
            "metrics.routes", .count(1...100_000), \.metrics.routes,
            "How many route patterns have metrics of their own; the others share one called `other`."),
        Setting(
            "metrics.loopLag", orOff: .duration(.milliseconds(10)...(.seconds(60))), \.metrics.loopLag,
            "How often each event loop measures how late it is."),
        Setting(
            "limits.connections", .count(1...10_000_000), \.limits.connections, .live, "Open connections; more get 503."
        ),
        Setting(
            "limits.connectionsPerIP", .count(1...10_000_000), \.limits.connectionsPerIP, .live,
            "Open connections of one address; more get 429."),
        Setting(
            "limits.webSockets", .count(1...100_000_000), \.limits.webSockets, .live,
            "WebSockets of all hubs together; more get 429."),
        Setting(
            "limits.requestLine", .bytes(64...(1 << 20)), \.limits.requestLine, .live,
            "The longest request line; longer gets 414."),
        Setting(
            "limits.header", .bytes(256...(16 << 20)), \.limits.header, .live,
            "All header lines of a request together; more get 431."),
        Setting(
            "limits.headerCount", .count(1...10_000), \.limits.headerCount, .live,
            "Header fields of a request; more get 431."),
        Setting(
            "limits.queryParameters", .count(1...100_000), \.limits.queryParameters,
            "Parameters of a query; more get 400."),
        Setting(
            "limits.body", .bytes(0...(1 << 40)), \.limits.body, .live,
            "A request's body, where the route doesn't say otherwise; more gets 413."),
        Setting(
            "limits.jsonDepth", .count(1...512), \.limits.jsonDepth,
            "How deep arrays and objects of a JSON body may nest; deeper gets 400."),
        Setting(
            "limits.violations", .count(1...10_000), \.limits.violations,
            "How many violations of a request's input an answer lists; it says how many more there are."),
        Setting(
            "limits.minimumRate", .bytes(0...(1 << 30)), \.limits.minimumRate, .live,
            "The bytes a second that a body must bring, and a response must be taken at."),
        Setting(
            "timeouts.header", .duration(.milliseconds(100)...(.seconds(3600))), \.timeouts.header, .live,
            "From a request's first byte to the end of its header."),
        Setting(
            "timeouts.body", .duration(.milliseconds(100)...(.seconds(3600))), \.timeouts.body, .live,
            "How long a body may make no progress, or too little."),
        Setting(
            "timeouts.idle", .duration(.milliseconds(100)...(.seconds(86_400))), \.timeouts.idle, .live,
            "How long a connection may stay open without a request."),
        Setting(
            "timeouts.write", .duration(.milliseconds(100)...(.seconds(3600))), \.timeouts.write, .live,
            "How long a client may take nothing, or too little, of a response."),
        Setting(
            "timeouts.request", .duration(.milliseconds(1)...(.seconds(86_400))), \.timeouts.request, .live,
            "How long a handler may take, where the route doesn't say otherwise; then the answer is 503."),
        Setting(
            "timeouts.drain", .duration(.zero...(.seconds(3600))), \.timeouts.drain, .live,
            "How long a stopping service waits for its requests and WebSockets."),
        Setting(
            "drain.delay", .duration(.zero...(.seconds(600))), \.drain.delay, .live,
            "How long a stopping service goes on as before, with `/readyz` at 503, so that load balancers notice."),
        Setting(
            "drain.hook", .duration(.zero...(.seconds(3600))), \.drain.hook, .live,
            "How long the service may take to close what is its own (`ServiceHooks.stopping`), after its last request."),
        Setting(
            "drain.total", orOff: .duration(.seconds(1)...(.seconds(86_400))), \.drain.total, .live,
            "After how long a stopping process ends whatever is left, with status 1; off stands for the other times together and 10s."
        ),
        Setting(
            "handlers.hold", orOff: .duration(.zero...(.seconds(60))), \.handlers.hold, .live,
            "How long a handler may hold its event loop before its route's calls start on the thread pool; 0s: all do, off: none."
        ),
        Setting(
            "events.heartbeat", .duration(.milliseconds(100)...(.seconds(3600))), \.events.heartbeat, .live,
            "How long a stream of server-sent events may be silent before a comment shows that it lives."),
        Setting(
            "forms.parts", .count(1...10_000), \.forms.parts, "The fields and files of a form; more get 413."),
        Setting(
            "forms.field", .bytes(1...(1 << 30)), \.forms.field,
            "The text of one field of a multipart form; more gets 413. Files count against the route's body alone."),
        Setting(
            "forms.folder", .text, \.forms.folder,
            "Where the files of a form lie until their handler has returned."),
    ]

    /// The cores the process may use, by its affinity and its control group.
    static let usableCores: Int = {
        let allowed = Int(cepoll_usable_cores())
        return max(1, allowed > 0 ? min(allowed, System.coreCount) : System.coreCount)
    }()
}

extension HubSettings {
    /// What `hubs.<name>` can change.
    static let table: [Setting<HubSettings>] = [
        Setting(
            "message", .bytes(1...(1 << 30)), \.message, .live,
            "The largest message a client may send; larger closes with 1009."),
        Setting(
            "queue", .count(1...1_000_000), \.queue, .live, "How many messages may wait for a client that reads slowly."
        ),
        Setting(
            "queueBytes", orOff: .bytes(1024...(1 << 34)), \.queueBytes, .live,
            "How many bytes may wait for a client that reads slowly; off stands for the larger of 1 MiB and four messages."
        ),
        Setting("slow", .word(), \.slow, .live, "What happens when either is exceeded: disconnect closes with 1013."),
        Setting(
            "conflateBy", .list, \.conflateBy, .live,
            "With `slow: conflate`, the fields of a JSON message that make up its key: of the messages with the same key the newest waits."
        ),
        Setting(
            "ping", .duration(.seconds(1)...(.seconds(3600))), \.ping, .live,
            "How long a client may be silent before it is pinged."),
        Setting(
            "timeout", .duration(.seconds(1)...(.seconds(86_400))), \.timeout, .live,
            "How long after its last sign of life a client counts as gone."),
        Setting(
            "write", .duration(.milliseconds(100)...(.seconds(3600))), \.write, .live,
            "How long a write may make no progress before the connection is cut."),
        Setting(
            "closeTimeout", .duration(.milliseconds(100)...(.seconds(600))), \.closeTimeout, .live,
            "How long a client may take to answer a close frame."),
        Setting(
            "rate", orOff: .rate, \.rate, .live,
            "How many messages a connection may send in a time; more close it with 1008."),
        Setting(
            "byteRate", orOff: .byteRate, \.byteRate, .live,
            "How many bytes a connection may send in a time; more close it with 1008."),
        Setting(
            "connections", .count(1...10_000_000), \.connections, .live,
            "How many connections the hub takes; more get 429."),
        Setting(
            "connectionsPerIP", orOff: .count(1...10_000_000), \.connectionsPerIP,
            "How many connections one address may have; more get 429."),
        Setting(
            "connectionsPerUser", orOff: .count(1...10_000_000), \.connectionsPerUser,
            "How many connections one user may have; more get 429."),
        Setting(
            "roomsPerConnection", .count(1...100_000), \.roomsPerConnection, .live,
            "How many rooms one connection may be in; more close it with 1008."),
        Setting("invalid", .word(), \.invalid, .live, "What happens to a message that breaks its type."),
        Setting(
            "inbox", .count(1...1_000_000), \.inbox, .live,
            "How many messages may wait for an async handler before the hub stops reading from the client."),
        Setting(
            "drain", .duration(.zero...(.seconds(600))), \.drain, .live,
            "Over how long a drain spreads its closes, at most half the time given to it."),
        Setting(
            "drainCode", .word(), \.drainCode, .live,
            "What a stopping hub closes with: 1001 for going away, 1012 for a restart."),
        Setting("origins", .origins, \.origins, .live, "Which pages may connect."),
        Setting("compress", .flag, \.compress, .live, "Whether permessage-deflate is offered."),
        Setting(
            "compressThreshold", .bytes(0...(1 << 30)), \.compressThreshold, .live,
            "Shorter messages are sent as they are."),
        Setting(
            "compressContext", .flag, \.compressContext, .live,
            "Whether messages to one client may refer to earlier ones, which costs up to 256 KiB for each."),
    ]
}
