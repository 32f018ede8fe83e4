/// Where a message stands in its room's history.
struct HistoryPlace: Hashable, Sendable {
    let room: String
    /// Offsets of one epoch are comparable: a room that was forgotten starts anew with another.
    let epoch: String
    /// Counts up from 1.
    let offset: Int64
}

/// What a client that comes back says it had: `?after=<epoch>:<offset>`, or `?after=0` for all there is.
struct HistoryRequest: Hashable, Sendable {
    /// Nil is any epoch: then the offset counts for nothing.
    let epoch: String?
    let offset: Int64

    /// - Throws: 400 for what is neither form.
    init(_ text: String) throws(HTTPError) {
        if text == "0" {
            epoch = nil
            offset = 0
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let offset = Int64(parts[1]), offset >= 0 else {
            throw .badRequest("'after' is <epoch>:<offset> as the last message had them, or 0 for all that is kept.")
        }
        epoch = String(parts[0])
        self.offset = offset
    }
}
