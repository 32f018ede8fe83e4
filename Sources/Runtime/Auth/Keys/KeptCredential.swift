/// What the config keeps of a password or a key.
package enum KeptCredential {
    /// `$pbkdf2-sha256$…`, with a salt that is made up.
    package static func password(_ password: String) -> String { PasswordHash(password: password).text }

    /// `sha256:…`
    package static func key(_ key: String) -> String { "sha256:" + HexText.encode(SHA256.hash(Array(key.utf8))) }
}
