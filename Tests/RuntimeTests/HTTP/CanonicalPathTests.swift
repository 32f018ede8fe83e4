import Foundation
import Testing

@testable import GatewayRuntime

@Suite("The canonical path")
struct CanonicalPathTests {
    private func parse(_ target: String, method: HTTPRequest.Method = .get) throws -> (
        path: String, target: RequestTarget, head: RequestHead
    ) {
        let head = RequestHead(method: method, target: target)
        let parsed = try RequestTarget(head)
        return (parsed.path(head), parsed, head)
    }

    @Test(
        "is decoded once, without a slash at the end",
        arguments: [
            ("/", "/"), ("/a", "/a"), ("/a/", "/a"), ("/a/b?c=/../d//", "/a/b"), ("/?", "/"), ("/%61", "/a"),
            ("/a%20b", "/a b"),
            ("/a%2fb", "/a%2Fb"), ("/a%2Fb", "/a%2Fb"), ("/a%252Fb", "/a%252Fb"), ("/a%25252fb", "/a%25252fb"),
            ("/50%25", "/50%"),
            ("/%2525", "/%25"), ("/%c3%a9", "/é"), ("/...", "/..."), ("/.a", "/.a"), ("/a..", "/a.."),
            ("/a%3Fb%23", "/a?b#"),
            ("/~a;b=c,d!$&'()*+@:", "/~a;b=c,d!$&'()*+@:"), ("http://h/a", "/a"), ("HTTPS://h:1/", "/"),
            ("http://h", "/"), ("/a%2F", "/a%2F"),
        ])
    func canonical(target: String, expected: String) throws {
        #expect(try parse(target).path == expected)
    }

    @Test(
        "what could be read in two ways is refused",
        arguments: [
            ("//", RequestTarget.Failure.emptySegment), ("//a", .emptySegment), ("/a//b", .emptySegment),
            ("/a//", .emptySegment),
            ("/.", .dotSegment), ("/..", .dotSegment), ("/a/../b", .dotSegment), ("/./a", .dotSegment),
            ("/a/..", .dotSegment),
            ("/%2e", .dotSegment), ("/%2E%2e/a", .dotSegment), ("/.%2e", .dotSegment), ("/a/%2e%2e/", .dotSegment),
            ("/a\\b", .forbiddenCharacter), ("/a%5Cb", .forbiddenCharacter), ("/a%00", .forbiddenCharacter),
            ("/a%0d%0a", .forbiddenCharacter),
            ("/a%7f", .forbiddenCharacter), ("/a#b", .forbiddenCharacter), ("/a?b#c", .forbiddenCharacter),
            ("/a b", .forbiddenCharacter),
            ("/é", .forbiddenCharacter), ("/a?é", .forbiddenCharacter), ("/a\u{1}", .forbiddenCharacter),
            ("/%", .badPercentEncoding), ("/%4", .badPercentEncoding),
            ("/%zz", .badPercentEncoding), ("/%u0041", .badPercentEncoding), ("/%ff", .notUTF8), ("/%c0%ae", .notUTF8),
            ("/%ed%a0%80", .notUTF8),
            ("", .badForm), ("a", .badForm), ("*", .badForm), ("http:///a", .badForm), ("http://?a", .badForm),
            ("ftp://h/a", .badForm), ("h:80", .badForm),
        ])
    func refused(target: String, failure: RequestTarget.Failure) {
        #expect(throws: failure) { try parse(target) }
    }

    @Test("the parts of a target are where they belong")
    func parts() throws {
        let (_, target, head) = try parse("http://example.com:80/a%20b/?q=1")
        #expect(target.form == .absolute)
        #expect(target.authority.map { head.string($0) } == "example.com:80")
        #expect(head.string(target.rawPath) == "/a%20b/")
        #expect(target.query.map { head.string($0) } == "q=1")
        #expect(target.hasTrailingSlash)
        let (star, form, _) = try parse("*", method: .options)
        #expect(star == "*")
        #expect(form.form == .asterisk)
        #expect(try !parse("/").target.hasTrailingSlash)
        #expect(try parse("/?").target.query?.isEmpty == true)
        #expect(try parse("/").target.query == nil)
    }

    /// Fully decoded segments: what a target means.
    private func meaning(_ raw: String) -> [String] {
        var segments = raw.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0].dropFirst()
            .components(separatedBy: "/")
        if segments.last == "" { segments.removeLast() }
        return segments.map { $0.removingPercentEncoding ?? "?" }
    }

    /// A target whose canonical path is this one.
    private func encoded(_ path: String) -> String {
        var result = ""
        var rest = Substring(path)
        while let first = rest.first {
            if first == "%" {
                let kept = rest.wholeMatch(of: /%(25)*2[Ff].*/) != nil
                result += kept ? "%" : "%25"
            } else if first == "/" {
                result += "/"
            } else {
                result += String(first).addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            }
            rest.removeFirst()
        }
        return result
    }

    @Test(
        "for whatever is sent, it never leaves its folder, says what was meant, and is its own canonical path",
        arguments: 0..<20)
    func properties(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "/", "/", "/", ".", "..", "%2e", "%2E", "%2f", "%2F", "%25", "%252", "25", "2f", "2F", "%5c", "%00", "a",
            "b", "%c3", "%a9", "%61", "?",
            "%", "\\", ";", "~",
        ]
        var seen: [String: [String]] = [:]
        var accepted = 0
        for _ in 0..<3000 {
            let target =
                "/"
                + (0..<Int.random(in: 0...7, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
            guard let path = try? parse(target).path else { continue }
            accepted += 1
            let segments = path == "/" ? [] : path.dropFirst().components(separatedBy: "/")
            #expect(path.hasPrefix("/") && !path.contains("\\") && !path.contains("\0"), "\(target)")
            #expect(!segments.contains { $0.isEmpty || $0 == "." || $0 == ".." }, "\(target) gives \(path)")
            let meaning = meaning(target)
            #expect(seen[path, default: meaning] == meaning, "two meanings of \(path): \(target)")
            seen[path] = meaning
            #expect(try parse(encoded(path)).path == path, "\(target) gives \(path)")
        }
        #expect(accepted > 200)
    }
}
