import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("Cookies that answers set")
struct SetCookieTests {
    @Test("the defaults are safe: no script, no other site's requests, and TLS alone where it came by TLS")
    func defaults() throws {
        let cookie = SetCookie("session", "abc")
        #expect(try cookie.header(isSecure: false) == "session=abc; Path=/; HttpOnly; SameSite=Lax")
        #expect(try cookie.header(isSecure: true) == "session=abc; Path=/; Secure; HttpOnly; SameSite=Lax")
    }

    @Test("every attribute")
    func attributes() throws {
        let cookie = SetCookie(
            "a", "b", maxAge: .seconds(90), path: "/x", domain: "example.com", secure: true, httpOnly: false,
            sameSite: .none)
        #expect(
            try cookie.header(isSecure: false) == "a=b; Max-Age=90; Domain=example.com; Path=/x; Secure; SameSite=None")
        #expect(
            try SetCookie.removing("a").header(isSecure: false)
                == "a=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax")
    }

    @Test(
        "what a browser would drop or read in another way is an error",
        arguments: [
            SetCookie("", "a"), SetCookie("a b", "c"), SetCookie("a=b", "c"), SetCookie("a", "b;c"),
            SetCookie("a", "b c"),
            SetCookie("a", "b\r\nX: y"), SetCookie("a", "\"b\""), SetCookie("a", "é"), SetCookie("a", "b,c"),
            SetCookie("a", "b", path: ""), SetCookie("a", "b", path: "x"), SetCookie("a", "b", path: "/; Secure"),
            SetCookie("a", "b", domain: ""), SetCookie("a", "b", domain: "x;y"), SetCookie("a", "b", sameSite: .none),
            SetCookie("a", String(repeating: "b", count: 5000)), SetCookie("__Host-a", "b"),
            SetCookie("__Secure-a", "b"),
            SetCookie("__host-a", "b", path: "/x", secure: true),
            SetCookie("__Host-a", "b", domain: "x.y", secure: true),
        ])
    func refused(cookie: SetCookie) {
        #expect(throws: CookieError.self) { try cookie.header(isSecure: false) }
    }

    @Test("prefixes that are kept to")
    func prefixes() throws {
        #expect(
            try SetCookie("__Host-a", "b").header(isSecure: true)
                == "__Host-a=b; Path=/; Secure; HttpOnly; SameSite=Lax")
        #expect(try SetCookie("__Secure-a", "b", path: "/x").header(isSecure: true).contains("Secure"))
    }

    @Test(
        "a handler sets cookies and headers on whatever it answers, errors too; middlewares as well",
        .timeLimit(.minutes(10)))
    func live() async throws {
        try await TestServer.run(routes: { routes in
            let outer = Middleware { request, context, next in
                context.addHeader("X-Outer", "1")
                context.addHeader("bad name", "1")
                return try await next(request.with(body: RequestBody([1])), context)
            }
            routes.handle(.get, "/in", options: RouteOptions(before: [outer])) { _, context in
                try context.setCookie(SetCookie("session", "one"))
                try context.setCookie(SetCookie("theme", "dark", httpOnly: false))
                return .text("in")
            }
            routes.handle(.get, "/out") { _, context in
                try context.setCookie(.removing("session"))
                throw HTTPError.unauthorized()
            }
        }) { server in
            let client = try await server.connect()
            try await client.send("GET /in HTTP/1.1\r\nHost: a\r\n\r\n")
            let entered = try #require(try await client.response())
            #expect(entered["x-outer"] == "1")
            let cookies = entered.all("set-cookie")
            #expect(cookies == ["session=one; Path=/; HttpOnly; SameSite=Lax", "theme=dark; Path=/; SameSite=Lax"])
            try await client.send("GET /out HTTP/1.1\r\nHost: a\r\n\r\n")
            let left = try #require(try await client.response())
            #expect(left.status == 401)
            #expect(left["set-cookie"]?.hasPrefix("session=; Max-Age=0") == true)
        }
    }

    @Test(
        "a redirect to where the client asks stays on this site",
        arguments: [
            ("/orders?id=1", "/orders?id=1"), ("/", "/"), ("//evil.example", "/home"), ("/\\evil.example", "/home"),
            ("https://evil.example", "/home"), ("/a\tb", "/home"), ("/a b", "/home"), ("", "/home"), ("a", "/home"),
            ("/\r\nSet-Cookie: a=b", "/home"), ("/é", "/home"),
        ])
    func local(path: String, location: String) {
        let response = Response.seeOther(localPath: path, orElse: "/home")
        #expect(response.status == .seeOther)
        #expect(response.headers[.location] == location)
    }
}
