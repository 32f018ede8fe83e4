import Testing

@testable import GatewayRuntime

@Suite("hashes and secrets")
struct HashTests {
    @Test("a hash fed in pieces is the hash of the whole")
    func pieces() {
        let text = Array(
            "The quick brown fox jumps over the lazy dog, again and again, until the block of 64 is full.".utf8)
        for size in 1...text.count {
            var hash = SHA256()
            for start in stride(from: 0, to: text.count, by: size) {
                hash.update(Array(text[start..<min(start + size, text.count)]))
            }
            #expect(hash.finish() == SHA256.hash(text), "pieces of \(size)")
        }
    }

    @Test(
        "HMAC-SHA256 gives RFC 4231's codes",
        arguments: [
            (
                String(repeating: "0b", count: 20), "4869205468657265",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                String(repeating: "aa", count: 131),
                "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func hmac(key: String, message: String, code: String) throws {
        let mac = HMAC(key: try #require(HexText.decode(key)))
        #expect(HexText.encode(mac.code(for: try #require(HexText.decode(message)))) == code)
    }

    @Test("PBKDF2 gives RFC 7914's key")
    func pbkdf2() {
        let one = PasswordHash.derive(Array("passwd".utf8), Array("salt".utf8), 1)
        #expect(HexText.encode(one) == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")
    }

    @Test("a password's hash is read back, and is that password's alone")
    func password() throws {
        let hash = PasswordHash(password: "correct horse", iterations: 10)
        let read = try #require(PasswordHash(hash.text))
        #expect(read == hash)
        #expect(read.matches("correct horse") && !read.matches("correct hors") && !read.matches(""))
        #expect(PasswordHash(password: "correct horse", iterations: 10).text != hash.text)
    }

    @Test(
        "what is no hash is none",
        arguments: [
            "", "secret", "$pbkdf2-sha256$i=0$AAAAAAAAAAAAAAAA$AAAA", "$pbkdf2-sha256$i=99999999$AAAAAAAAAAAAAAAA$AAAA",
            "$pbkdf2-sha1$i=10$AAAAAAAAAAAAAAAA$AAAA", "$pbkdf2-sha256$i=10$AA==$AAAA", "$pbkdf2-sha256$i=10$!$AAAA",
        ])
    func noHash(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test("hexadecimal text is pairs of digits")
    func hex() {
        #expect(HexText.decode("00fFa9") == [0, 255, 169])
        for text in ["0", "0g", "é", "0x", " 00 "] { #expect(HexText.decode(text) == nil, "\(text)") }
    }

    @Test("a nonce is taken once, until its time is over; a full cache takes none")
    func nonces() {
        let cache = NonceCache(capacity: 2)
        #expect(cache.take("a", until: 10, now: 1) == .new)
        #expect(cache.take("a", until: 10, now: 10) == .seen)
        #expect(cache.take("b", until: 10, now: 1) == .new)
        #expect(cache.take("c", until: 10, now: 2) == .full)
        #expect(cache.take("c", until: 20, now: 11) == .new)
        #expect(cache.take("a", until: 20, now: 11) == .new)
    }
}
