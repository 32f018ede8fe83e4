/// As much of an answer as a request knows.
public struct Response: Sendable {
    public var headers = HTTPFields()
}

/// A certificate that no client of this target shows.
public struct ClientCertificate: Hashable, Sendable {}
