/// What hubs count, as metrics with the hub's name for a label; a room or a user is never one.
enum HubFamilies {
    static func of(_ hubs: [any AnyHub]) -> [MetricFamily] {
        let all = hubs.map { ($0.name, $0.metrics) }
        func family(
            _ name: String, _ kind: MetricFamily.Kind, _ help: String, _ value: (HubMetrics) -> Int
        ) -> MetricFamily {
            var family = MetricFamily(name, kind, help)
            for (hub, metrics) in all { family.add(value(metrics), ["hub": hub]) }
            return family
        }
        /// A family with one more label.
        func split(
            _ name: String, _ help: String, _ label: String, _ parts: (HubMetrics) -> [(String, Int)]
        ) -> MetricFamily {
            var family = MetricFamily(name, .counter, help)
            for (hub, metrics) in all {
                for (part, count) in parts(metrics) { family.add(count, ["hub": hub, label: part]) }
            }
            return family
        }
        return [
            family("websocket_connections", .gauge, "WebSockets that are open.", \.connections),
            family("websocket_rooms", .gauge, "Rooms that have clients.", \.rooms),
            family("websocket_users", .gauge, "Users that have connections.", \.users),
            family("websocket_opened", .counter, "WebSockets that were opened.", \.opened),
            split("websocket_closed", "WebSockets that ended, by close code.", "code") { metrics in
                metrics.closes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            },
            split("websocket_refused", "WebSockets refused because of a limit.", "limit") { metrics in
                let known = metrics.refusedByIP + metrics.refusedByUser + metrics.refusedByProcess
                return [
                    ("connections", metrics.refused - known), ("connectionsPerIP", metrics.refusedByIP),
                    ("connectionsPerUser", metrics.refusedByUser), ("webSockets", metrics.refusedByProcess),
                ]
            },
            split("websocket_messages", "Messages of clients (in), and to each of them (out).", "direction") {
                [("in", $0.messagesIn), ("out", $0.messagesOut)]
            },
            split("websocket_bytes", "Payload of clients' messages (in), and frames to them (out).", "direction") {
                [("in", $0.bytesIn), ("out", $0.bytesOut)]
            },
            family("websocket_queued_messages", .gauge, "Messages that wait for slow clients.", \.queuedMessages),
            family("websocket_queued_bytes", .gauge, "Bytes that wait for slow clients.", \.queuedBytes),
            split("websocket_dropped_messages", "Messages that slow clients didn't get, by the reason.", "reason") {
                [("dropped", $0.dropped), ("conflated", $0.conflated)]
            },
            split("websocket_cut", "Clients that a limit or their silence ended.", "reason") {
                [
                    ("slow", $0.slowClosed - $0.stalled), ("stalled", $0.stalled), ("rate", $0.rateLimited),
                    ("byteRate", $0.byteLimited), ("rooms", $0.roomLimited), ("timeout", $0.timedOut),
                    ("protocol", $0.protocolErrors), ("drain", $0.cutByDrain),
                ]
            },
            family("websocket_invalid_messages", .counter, "Messages that broke their type.", \.invalid),
            family("websocket_deflated_messages", .counter, "Messages that were compressed, once for all.", \.deflated),
            family("websocket_replayed_messages", .counter, "Messages of a history sent again.", \.replayed),
            family("websocket_history_gaps", .counter, "Clients that came back too late for all they missed.", \.gaps),
        ]
    }
}
