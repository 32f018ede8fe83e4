import Testing

@testable import GatewayRuntime

@Suite("Multipart forms")
struct MultipartTests {
    /// What a parser makes of pieces: parts with their content, or the error.
    private func read(_ pieces: [[UInt8]], boundary: String = "b") -> Result<[String], HTTPError> {
        var parser = MultipartParser(boundary: Array(boundary.utf8))
        var parts: [String] = []
        do {
            for piece in pieces {
                try parser.take(piece) { event in
                    switch event {
                    case .part(let header): parts.append("\(header.name)|\(header.filename ?? "-")|")
                    case .data(let bytes): parts[parts.count - 1] += String(decoding: bytes, as: UTF8.self)
                    case .end: parts[parts.count - 1] += "."
                    }
                }
            }
            try parser.finish()
            return .success(parts)
        } catch {
            return .failure(error as? HTTPError ?? .badRequest("\(error)"))
        }
    }

    private static let form = [
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n",
        "--b\r\ncontent-disposition: form-data; filename=\"x;y.txt\"; name=\"f\"\r\nContent-Type: text/plain\r\n\r\n",
        "\r\n--c\r\n-\r\n--\r\r\n--b\r\nContent-Disposition: form-data; name=e\r\n\r\n\r\n--b--\r\nbye",
    ].joined()

    @Test("a form reads the same however it is cut")
    func cuts() throws {
        let bytes = Array(Self.form.utf8)
        let whole = try read([bytes]).get()
        #expect(whole == ["a|-|one.", "f|x;y.txt|\r\n--c\r\n-\r\n--\r.", "e|-|."])
        for first in 0...bytes.count {
            #expect(try read([Array(bytes[..<first]), Array(bytes[first...])]).get() == whole)
        }
        #expect(try read(bytes.map { [$0] }).get() == whole)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...9, using: &generator)
                pieces.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(try read(pieces).get() == whole)
        }
    }

    @Test(
        "what two readers could read in two ways is refused",
        arguments: [
            ("", "ends before"), ("--b", "ends before"), ("--b\r\n", "ends before"), ("x--b--", "does not start"),
            ("--c\r\n", "does not start"), ("--bxy", "neither CRLF nor --"),
            ("--b\r\nX: y\r\n\r\n", "needs Content-Disposition"),
            ("--b\r\nContent-Disposition: attachment; name=a\r\n\r\n", "needs Content-Disposition"),
            ("--b\r\nContent-Disposition: form-data\r\n\r\n", "needs Content-Disposition"),
            ("--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n", "needs Content-Disposition"),
            ("--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n", "needs Content-Disposition"),
            ("--b\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n", "two"),
            (
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                "Content-Transfer-Encoding"
            ),
            ("--b\r\n: x\r\n\r\n", "no name"),
            ("--b\r\nContent-Disposition: form-data; name=a\r\n\r\ntext", "ends before"),
        ])
    func refused(body: String, reason: String) {
        guard case .failure(let error) = read([Array(body.utf8)]) else {
            Issue.record("\(body) was taken")
            return
        }
        #expect(error.status.code == 400)
        #expect(error.detail?.contains(reason) == true, "\(error.detail ?? "")")
    }

    @Test("headers and what follows the end are bounded")
    func bounds() {
        let long = "--b\r\nX: " + String(repeating: "x", count: 9000)
        guard case .failure(let error) = read([Array(long.utf8)]) else {
            Issue.record("a long header was taken")
            return
        }
        #expect(error.status.code == 413)
        let epilogue = "--b--" + String(repeating: "x", count: 9000)
        guard case .failure(let late) = read([Array(epilogue.utf8)]) else {
            Issue.record("a long epilogue was taken")
            return
        }
        #expect(late.status.code == 400)
    }

    @Test(
        "names of files are made harmless",
        arguments: [
            ("a.png", "a.png"), ("C:\\pics\\a.png", "a.png"), ("../../etc/passwd", "passwd"), ("..", ""),
            ("a\u{0}b\n", "ab"),
            ("dir/", ""), ("grün.txt", "grün.txt"),
        ])
    func names(sent: String, shown: String) {
        #expect(UploadedFile.harmless(sent) == shown)
    }

    @Test(
        "names are unescaped as browsers escape them",
        arguments: [
            (#"name="a%22b%0D%0Ac""#, "a\"b\r\nc"), (#"name="a\"b""#, "a\"b"), (#"name="C:\""#, "C:\\"),
            ("name=a%41", "a%41"),
        ])
    func escapes(parameter: String, name: String) throws {
        let header = try MultipartHeader(Array("Content-Disposition: form-data; \(parameter)".utf8)[...])
        #expect(header.name == name)
    }
}
