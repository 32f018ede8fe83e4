/// How files are served.
public struct FileOptions: Sendable {
    /// How long a client may use a file without asking again; nil makes it ask each time, which costs a 304 (default nil).
    public var maxAge: Duration?
    /// The `Content-Security-Policy` of HTML files (default strict).
    public var contentSecurityPolicy: ContentSecurityPolicy
    /// How many bytes of small files (64 KiB and less) are kept in memory (default 16 MiB).
    public var memory: Int
    /// Whether `x.js.br` and `x.js.gz` beside `x.js` are sent to clients that take them (default no). They are looked for when a file is read
    /// first or has changed, and count only if they are not older than it.
    public var precompressed: Bool
    /// Whether text files of up to 64 KiB are compressed once, where nothing lies beside them (default: as the route's `compress` says).
    var compress = false
    /// Whether the files are for those alone whom `auth` knows: no cache that others share may keep them.
    var isGuarded = false

    /// Makes options; what is not given is the default.
    public init(
        maxAge: Duration? = nil, contentSecurityPolicy: ContentSecurityPolicy = .strict, memory: Int = 16 << 20,
        precompressed: Bool = false
    ) {
        self.maxAge = maxAge
        self.contentSecurityPolicy = contentSecurityPolicy
        self.memory = memory
        self.precompressed = precompressed
    }

    var cacheControl: String {
        guard let maxAge, maxAge > .zero else { return "no-cache" }
        return "\(isGuarded ? "private" : "public"), max-age=\(maxAge.components.seconds)"
    }

    /// The same options with another age, if there is one.
    func cached(for age: Duration?, guarded: Bool, compress: Bool) -> FileOptions {
        var options = self
        options.compress = compress
        options.isGuarded = guarded
        options.maxAge = age ?? maxAge
        return options
    }
}
