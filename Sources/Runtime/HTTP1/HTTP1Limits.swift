/// How much of a request's framing the parser takes before it answers 414, 431 or 413.
package struct HTTP1Limits: Hashable, Sendable {
    /// The longest request line in bytes, its line end left out (default 8 KiB; longer → 414).
    package var requestLine: Int
    /// The bytes of all header lines together, their ends left out (default 32 KiB; more → 431); so for trailers.
    package var headerBytes: Int
    /// The number of header fields (default 100; more → 431); so for trailers.
    package var headerCount: Int
    /// The bytes that chunk sizes and extensions of one body may take beyond what plain sizes need (default 16 KiB; more → 400).
    package var chunkOverhead: Int

    package init(
        requestLine: Int = 8 * 1024, headerBytes: Int = 32 * 1024, headerCount: Int = 100,
        chunkOverhead: Int = 16 * 1024
    ) {
        self.requestLine = requestLine
        self.headerBytes = headerBytes
        self.headerCount = headerCount
        self.chunkOverhead = chunkOverhead
    }
}
