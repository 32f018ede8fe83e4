import CEpoll
import NIOCore

extension ServiceSettings {
    /// Every setting of a service but those of its hubs and its own (`app:`).
    static let table: [Setting<ServiceSettings>] = [
        Setting("host", .text, \.host, "The address to listen on; `0.0.0.0` or `::` for all."),
        Setting("port", .port, \.port, "The port to listen on; 0 lets the system choose one."),
        Setting(
            "threads", .count(1...256), \.threads,
            "How many event loops serve HTTP; the default is one for each usable core."),
        Setting("log.level", .word(also: ["warn": .warning]), \.log.level, "The least severe level that is logged."),
        Setting("log.format", .word(), \.log.format, "How log lines are written: for people or for machines."),
        Setting(
            "log.access", .word(), \.log.access,
            "Which requests get a line: none, errors (500 and above, as warnings) or all (as info)."),
        Setting("limits.connections", .count(1...10_000_000), \.limits.connections, "Open connections; more get 503."),
        Setting(
            "limits.connectionsPerIP", .count(1...10_000_000), \.limits.connectionsPerIP,
            "Open connections of one address; more get 429."),
        Setting(
            "limits.requestLine", .bytes(64...(1 << 20)), \.limits.requestLine,
            "The longest request line; longer gets 414."),
        Setting(
            "limits.header", .bytes(256...(16 << 20)), \.limits.header,
            "All header lines of a request together; more get 431."),
        Setting(
            "limits.headerCount", .count(1...10_000), \.limits.headerCount, "Header fields of a request; more get 431."),
        Setting(
            "limits.body", .bytes(0...(1 << 40)), \.limits.body,
            "A request's body, where the route doesn't say otherwise; more gets 413."),
        Setting(
            "limits.minimumRate", .bytes(0...(1 << 30)), \.limits.minimumRate,
            "The bytes a second that a body must bring, and a response must be taken at."),
        Setting(
            "timeouts.header", .duration(.milliseconds(100)...(.seconds(3600))), \.timeouts.header,
            "From a request's first byte to the end of its header."),
        Setting(
            "timeouts.body", .duration(.milliseconds(100)...(.seconds(3600))), \.timeouts.body,
            "How long a body may make no progress, or too little."),
        Setting(
            "timeouts.idle", .duration(.milliseconds(100)...(.seconds(86_400))), \.timeouts.idle,
            "How long a connection may stay open without a request."),
        Setting(
            "timeouts.write", .duration(.milliseconds(100)...(.seconds(3600))), \.timeouts.write,
            "How long a client may take nothing, or too little, of a response."),
        Setting(
            "timeouts.request", .duration(.milliseconds(1)...(.seconds(86_400))), \.timeouts.request,
            "How long a handler may take, where the route doesn't say otherwise; then the answer is 503."),
        Setting(
            "timeouts.drain", .duration(.zero...(.seconds(3600))), \.timeouts.drain,
            "How long a stopping service waits for its requests and WebSockets."),
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
            "message", .bytes(1...(1 << 30)), \.message,
            "The largest message a client may send; larger closes with 1009."),
        Setting("queue", .count(1...1_000_000), \.queue, "How many messages may wait for a client that reads slowly."),
        Setting(
            "queueBytes", orOff: .bytes(1024...(1 << 34)), \.queueBytes,
            "How many bytes may wait for a client that reads slowly; off stands for the larger of 1 MiB and four messages."
        ),
        Setting("slow", .word(), \.slow, "What happens when either is exceeded: disconnect closes with 1013."),
        Setting(
            "ping", .duration(.seconds(1)...(.seconds(3600))), \.ping,
            "How long a client may be silent before it is pinged."),
        Setting(
            "timeout", .duration(.seconds(1)...(.seconds(86_400))), \.timeout,
            "How long after its last sign of life a client counts as gone."),
        Setting(
            "write", .duration(.milliseconds(100)...(.seconds(3600))), \.write,
            "How long a write may make no progress before the connection is cut."),
        Setting(
            "closeTimeout", .duration(.milliseconds(100)...(.seconds(600))), \.closeTimeout,
            "How long a client may take to answer a close frame."),
        Setting(
            "rate", orOff: .rate, \.rate, "How many messages a connection may send in a time; more close it with 1008."),
        Setting(
            "connections", .count(1...10_000_000), \.connections, "How many connections the hub takes; more get 429."),
        Setting(
            "connectionsPerIP", orOff: .count(1...10_000_000), \.connectionsPerIP,
            "How many connections one address may have; more get 429."),
        Setting(
            "connectionsPerUser", orOff: .count(1...10_000_000), \.connectionsPerUser,
            "How many connections one user may have; more get 429."),
        Setting(
            "roomsPerConnection", .count(1...100_000), \.roomsPerConnection, "How many rooms one connection may be in."),
        Setting("invalid", .word(), \.invalid, "What happens to a message that breaks its type."),
        Setting(
            "inbox", .count(1...1_000_000), \.inbox,
            "How many messages may wait for an async handler before the hub stops reading from the client."),
        Setting(
            "drain", .duration(.zero...(.seconds(600))), \.drain,
            "Over how long a drain spreads its closes, at most half the time given to it."),
        Setting("origins", .origins, \.origins, "Which pages may connect."),
        Setting("compress", .flag, \.compress, "Whether permessage-deflate is offered."),
    ]
}
