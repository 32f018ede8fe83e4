/// How files are served.
public struct FileOptions: Sendable {
    /// How long a client may use a file without asking again; nil makes it ask each time, which costs a 304 (default nil).
    public var maxAge: Duration?
    /// The `Content-Security-Policy` of HTML files (default strict).
    public var contentSecurityPolicy: ContentSecurityPolicy
    /// How many bytes of small files (64 KiB and less) are kept in memory (default 16 MiB).
    public var memory: Int

    /// Makes options; what is not given is the default.
    public init(
        maxAge: Duration? = nil, contentSecurityPolicy: ContentSecurityPolicy = .strict, memory: Int = 16 << 20
    ) {
        self.maxAge = maxAge
        self.contentSecurityPolicy = contentSecurityPolicy
        self.memory = memory
    }

    var cacheControl: String {
        guard let maxAge, maxAge > .zero else { return "no-cache" }
        return "public, max-age=\(maxAge.components.seconds)"
    }

    /// The same options with another age, if there is one.
    func cached(for age: Duration?) -> FileOptions {
        var options = self
        options.maxAge = age ?? maxAge
        return options
    }
}
