import Testing

@testable import GatewayRuntime

@Suite("The policy of HTML pages")
struct PagePolicyTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test(
        "SHA-256 gives the values of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (String(repeating: "a", count: 1_000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
        ])
    func hash(text: String, expected: String) {
        #expect(hex(SHA256.hash(Array(text.utf8))) == expected)
    }

    @Test(
        "the scripts and styles of a page are found as a browser finds them",
        arguments: [
            ("<script>a</script>", ["a"], []), ("<SCRIPT type=\"x>y\">\r\na\rb</Script >", ["\na\nb"], []),
            ("<script src=\"x.js\"></script><style media=print>b{}</style>", [], ["b{}"]),
            ("<!-- <script>a</script> --><script>b</script>", ["b"], []), ("<scripts>a</scripts>", [], []),
            ("<script>if (a</b/.c) \"<style>\"</script><style></style>", ["if (a</b/.c) \"<style>\""], [""]),
            ("<script data-src=x>a</script>", ["a"], []), ("<script>never closed", [], []), ("<script", [], []),
            ("<", [], []), ("<script/>a</script>", ["a"], []), ("<!--", [], []),
        ])
    func scripts(page: String, scripts: [String], styles: [String]) {
        let found = PageScripts(Array(page.utf8))
        #expect(found.scripts.map { String(decoding: $0, as: UTF8.self) } == scripts)
        #expect(found.styles.map { String(decoding: $0, as: UTF8.self) } == styles)
    }

    @Test("a page's policy lets its own scripts and styles run, and nothing else")
    func policy() throws {
        let tree = try FileTree()
        try tree.write("page.html", "<style>abc</style><script>abc</script>")
        let policy = try #require(tree.ask("/page").headers[.contentSecurityPolicy])
        let hash = "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"
        #expect(policy.contains("script-src 'self' \(hash);"))
        #expect(policy.contains("style-src 'self' \(hash);"))
        #expect(policy.hasPrefix("default-src 'self';"))
        #expect(!policy.contains("unsafe"))
        let off = try tree.ask("/page", options: FileOptions(contentSecurityPolicy: .off))
        #expect(off.headers[.contentSecurityPolicy] == nil)
        let custom = try tree.ask("/page", options: FileOptions(contentSecurityPolicy: .custom("default-src 'none'")))
        #expect(custom.headers[.contentSecurityPolicy] == "default-src 'none'")
    }
}
