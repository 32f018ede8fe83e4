/// The `Content-Security-Policy` of HTML files (CSP 3).
public enum ContentSecurityPolicy: Hashable, Sendable {
    /// Everything from this origin only, and of what stands in the page just the scripts and styles that the file itself
    /// has, each named by its SHA-256 (the default). Event attributes and style attributes don't run.
    case strict
    /// None.
    case off
    /// This one, for every page.
    case custom(String)

    /// More hashes than this make a header that is too long; such a page's own scripts then don't run.
    private static let maxHashes = 64

    /// The header's value for a page.
    func value(for page: [UInt8]) -> String? {
        switch self {
        case .off: return nil
        case .custom(let value): return value
        case .strict: break
        }
        let parts = PageScripts(page)
        return
            "default-src 'self'; script-src \(Self.sources(parts.scripts)); style-src \(Self.sources(parts.styles)); "
            + "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'self'"
    }

    private static func sources(_ texts: [[UInt8]]) -> String {
        guard texts.count <= maxHashes else { return "'self'" }
        return texts.reduce("'self'") { $0 + " 'sha256-\(Base64.encode(SHA256.hash($1)))'" }
    }
}
