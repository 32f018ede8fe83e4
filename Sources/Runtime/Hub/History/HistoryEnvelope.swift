/// The frames of clients that speak `hub.v1`.
enum HistoryEnvelope {
    /// `{"type":"message","room":…,"epoch":…,"offset":…,"message":…}`; what was sent to the client alone has no place.
    static func message(_ frame: FrameBuffer, at place: HistoryPlace?, isText: Bool) -> FrameBuffer {
        write("message", place) { json in
            json.key("message")
            withExtendedLifetime(frame) {
                if isText {
                    json.string(String(decoding: frame.payload, as: UTF8.self))
                } else {
                    json.literal(String(decoding: frame.payload, as: UTF8.self))
                }
            }
        }
    }

    /// `{"type":"position",…}`: what follows has the offsets behind this one; `gap`: and some before it are lost.
    static func position(_ place: HistoryPlace, isGap: Bool) -> FrameBuffer {
        let frame = write(isGap ? "gap" : "position", place) { _ in }
        frame.variants.isOwnEnvelope()
        return frame
    }

    private static func write(
        _ type: String, _ place: HistoryPlace?, _ rest: (inout JSONWriter) -> Void
    ) -> FrameBuffer {
        var json = JSONWriter()
        json.beginObject()
        json.field("type", type)
        if let place {
            json.field("room", place.room)
            json.field("epoch", place.epoch)
            json.field("offset", place.offset)
        }
        rest(&json)
        json.endObject()
        return json.withBytes { FrameBuffer.frame(.text, $0) }
    }
}
