/// A validator of one version of a file (RFC 9110 §8.8.3).
struct EntityTag: Hashable, Sendable {
    /// Whether two equal tags only promise the same meaning, not the same bytes.
    let isWeak: Bool
    /// The tag as the header carries it.
    let description: String

    /// The tag of a file, made of its size and the nanosecond of its last change.
    ///
    /// It is strong, so that ranges can be resumed, unless the file changed within the last two seconds: file systems keep time in ticks,
    /// and a second change in the same tick could leave size and time as they are (RFC 9110 §8.8.1).
    init(_ status: FileStatus, now: Int) {
        isWeak = now - status.modifiedSeconds < 2
        let time = String(status.modifiedSeconds, radix: 16) + "." + String(status.modifiedNanoseconds, radix: 16)
        description = (isWeak ? "W/" : "") + "\"\(time)-\(String(status.size, radix: 16))\""
    }

    /// The tag of a variant of the same file.
    init(_ tag: EntityTag, variant: String, isWeak: Bool) {
        self.isWeak = isWeak || tag.isWeak
        description = "\(self.isWeak ? "W/" : "")\(tag.opaque.dropLast())-\(variant)\""
    }

    /// The tag without `W/`.
    private var opaque: Substring { isWeak ? description.dropFirst(2) : description[...] }

    /// Whether an `If-None-Match` or `If-Match` names this tag, or is `*`.
    func isNamed(in header: String, strongly: Bool) -> Bool {
        if header == "*" { return true }
        return Self.tags(header).contains { tag in
            let isWeak = tag.hasPrefix("W/")
            if strongly, isWeak || self.isWeak { return false }
            return (isWeak ? tag.dropFirst(2) : tag) == opaque
        }
    }

    /// The tags of a list; commas within quotes belong to a tag.
    private static func tags(_ header: String) -> [Substring] {
        var result: [Substring] = []
        var start: String.Index?
        var isQuoted = false
        for index in header.indices {
            switch header[index] {
            case "\"":
                isQuoted.toggle()
                if start == nil { start = index }
                if !isQuoted, let first = start {
                    result.append(header[first...index])
                    start = nil
                }
            case ",", " ", "\t":
                if !isQuoted { start = nil }
            default:
                if start == nil { start = index }
            }
        }
        return result
    }
}
