/// One header or trailer line (RFC 9112 §5): `name: value`.
enum FieldLine {
    /// Where the name and the value, without the blanks around it, stand in a line without its end.
    static func split(_ line: UnsafeRawBufferPointer) throws(HTTP1Failure) -> (name: ByteRange, value: ByteRange) {
        guard line[0] != ASCII.space, line[0] != ASCII.tab else { throw .fieldFolded }
        var colon = 0
        while colon < line.count, ASCIISet.token.contains(line[colon]) { colon += 1 }
        guard colon < line.count, line[colon] == ASCII.colon, colon > 0 else {
            throw colon < line.count ? failure(at: line[colon], afterName: colon > 0) : .fieldMalformed
        }
        var start = colon + 1
        var end = line.count
        try checkValue(UnsafeRawBufferPointer(rebasing: line[start..<end]))
        while start < end, isBlank(line[start]) { start += 1 }
        while end > start, isBlank(line[end - 1]) { end -= 1 }
        return (ByteRange(start: 0, count: colon), ByteRange(start: start, count: end - start))
    }

    /// A value has no control character but the tab; a CR in it is a line end that lacks its LF.
    static func checkValue(_ value: UnsafeRawBufferPointer) throws(HTTP1Failure) {
        var index = 0
        // Eight bytes at a time: a byte below 0x20 or equal to 0x7F leaves its high bit set.
        while index + 8 <= value.count {
            let word = value.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let deleted = word ^ 0x7F7F_7F7F_7F7F_7F7F
            let control = (word &- 0x2020_2020_2020_2020) & ~word
            if (control | ((deleted &- 0x0101_0101_0101_0101) & ~deleted)) & 0x8080_8080_8080_8080 != 0 {
                try checkBytes(value, index, index + 8)
            }
            index += 8
        }
        try checkBytes(value, index, value.count)
    }

    @inline(__always)
    private static func checkBytes(_ value: UnsafeRawBufferPointer, _ start: Int, _ end: Int) throws(HTTP1Failure) {
        for index in start..<end where value[index] < 0x20 || value[index] == ASCII.delete {
            if value[index] == ASCII.tab { continue }
            throw value[index] == ASCII.carriageReturn ? .lineEndMalformed : .fieldMalformed
        }
    }

    private static func failure(at byte: UInt8, afterName: Bool) -> HTTP1Failure {
        switch byte {
        case ASCII.carriageReturn: .lineEndMalformed
        case ASCII.space, ASCII.tab: afterName ? .fieldNameFollowedBySpace : .fieldFolded
        default: .fieldMalformed
        }
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == ASCII.space || byte == ASCII.tab
    }
}
