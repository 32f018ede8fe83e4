/// From the settings to where HTTP/2 is spoken.
struct HTTP2Loading: Sendable {
    /// Who speaks it, over TLS and without.
    struct Protocols: Sendable {
        let secure: (any HTTP2Provider)?
        let cleartext: (any HTTP2Provider)?
    }

    let settings: ServiceSettings
    let provider: (any HTTP2Provider)?

    /// - Throws: `ServerError` if the settings ask for it and the program doesn't have it.
    func load() throws(ServerError) -> Protocols {
        if settings.http2.cleartext, provider == nil {
            let place = settings.sources["http2.cleartext"].map { "\($0): http2.cleartext" } ?? "http2.cleartext"
            throw ServerError(
                code: .transportMissing,
                message: "\(place) is set, but this program was built without HTTP/2. "
                    + "Write 'transports: [http2]' in its spec and generate it again.")
        }
        return Protocols(
            secure: settings.http2.enabled ? provider : nil, cleartext: settings.http2.cleartext ? provider : nil)
    }
}
