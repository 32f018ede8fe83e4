import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("Requests")
struct RequestTests {
    @Test("headers are found by number and by name, in any case, several of one name joined")
    func headers() throws {
        let name = try #require(HTTPField.Name("X-Mine"))
        let host = try #require(HTTPField.Name("Host"))
        var fields = HTTPFields()
        fields.append(HTTPField(name: host, value: "example.com"))
        fields.append(HTTPField(name: name, value: "1"))
        fields.append(HTTPField(name: .connection, value: "keep-alive"))
        fields.append(HTTPField(name: .connection, value: "x, UPGRADE ,y"))
        fields.append(HTTPField(name: name, value: "2"))
        let head = RequestHead(target: "/", fields: fields)
        #expect(head[.host] == "example.com")
        #expect(head.has(.host) && !head.has(.origin))
        #expect(head.count(of: .connection) == 2)
        #expect(head.list(.connection, contains: "upgrade"))
        #expect(!head.list(.connection, contains: "upgrad"))
        #expect(head[.connection] == "keep-alive, x, UPGRADE ,y")
        #expect(head[.origin] == nil)
        let request = try Request.test(.get, "/", headers: fields)
        #expect(request.header(name) == "1, 2")
        #expect(request.header(host) == "example.com")
        #expect(request.headers[name] == "1, 2")
        #expect(request.authority == "example.com")
    }

    @Test("every known header is known by its name")
    func knownHeaders() {
        for header in KnownHeader.allCases where header != .other {
            let upper = Array(header.name.description.uppercased().utf8)
            #expect(upper.withUnsafeBytes { KnownHeader(name: $0) } == header)
        }
        #expect(Array("x-unknown-but-rather-long-header-name".utf8).withUnsafeBytes { KnownHeader(name: $0) } == .other)
        #expect(KnownHeader.allCases.count <= 64)
    }

    @Test("a head that is used again forgets what it had")
    func reuse() {
        var head = RequestHead(method: .post, target: "/a", fields: [.origin: "h"])
        head.reset()
        #expect(!head.has(.origin))
        #expect(head.fields.isEmpty && head.bytes.isEmpty)
    }

    @Test("queries are decoded when they are asked")
    func queries() {
        let query = QueryParameters("a=1&b=x+y&a=2&c&=d&%61=3&bad=%zz&e=%26")
        #expect(query["a"] == "1")
        #expect(query.all("a") == ["1", "2", "3"])
        #expect(query["b"] == "x y")
        #expect(query["c"] == "")
        #expect(query[""] == "d")
        #expect(query["bad"] == nil)
        #expect(query["e"] == "&")
        #expect(query["none"] == nil)
        #expect(query.pairs.count == 7)
    }

    @Test("cookies are split as browsers send them")
    func cookies() {
        let cookies = Cookies(header: "a=1; b=\"two\";c=x=y ; broken; =no; d=")
        #expect(cookies["a"] == "1")
        #expect(cookies["b"] == "two")
        #expect(cookies["c"] == "x=y")
        #expect(cookies["d"] == "")
        #expect(cookies.all.map(\.name) == ["a", "b", "c", "d"])
    }

    private final class Chunks: RequestBodySource {
        let declaredLength: Int?
        private let left: Guarded<[[UInt8]]>

        init(_ chunks: [[UInt8]], declared: Int? = nil) {
            declaredLength = declared
            left = Guarded(chunks)
        }

        func next() async throws -> [UInt8]? {
            left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
    }

    @Test("a body over its limit is a 413, declared or not")
    func limits() async throws {
        let fits = RequestBody(Chunks([[1, 2], [3]]), limit: 3)
        #expect(try await fits.collect() == [1, 2, 3])
        for body in [
            RequestBody(Chunks([[1, 2], [3]]), limit: 2), RequestBody(Chunks([], declared: 9), limit: 8),
            RequestBody(Chunks([[1, 2, 3]]), limit: 2),
        ] {
            let error = await #expect(throws: HTTPError.self) { try await body.collect() }
            #expect(error?.status.code == 413)
        }
        let streamed = RequestBody(Chunks([[1, 2], [3]]), limit: 2)
        let error = await #expect(throws: HTTPError.self) { for try await _ in streamed {} }
        #expect(error?.status.code == 413)
        #expect(try await RequestBody([1, 2]).collect(upTo: 2) == [1, 2])
        await #expect(throws: HTTPError.self) { try await RequestBody([1, 2]).collect(upTo: 1) }
    }

    @Test("a prepared response has all but the date and the connection, and its header lines can't be broken")
    func prepared() throws {
        var response = Response.text("pong")
        response.headers[.date] = "never"
        response.headers[.cacheControl] = "no-store"
        let prepared = try #require(PreparedResponse(response))
        #expect(
            String(decoding: prepared.head, as: UTF8.self)
                == "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: 4\r\n"
        )
        response.contentType = "text/plain\r\nX: y"
        #expect(try !String(decoding: #require(PreparedResponse(response)).head, as: UTF8.self).contains("X: y"))
        #expect(
            try String(decoding: #require(PreparedResponse(.empty())).head, as: UTF8.self)
                == "HTTP/1.1 204 No Content\r\n")
    }

    @Test("a request's id is 32 digits, or what was given")
    func ids() {
        let id = RequestMark().id
        #expect(id.count == 32 && id.allSatisfy { $0.isHexDigit })
        #expect(RequestMark().id != id)
        #expect(RequestMark().id.count == 32)
    }
}
