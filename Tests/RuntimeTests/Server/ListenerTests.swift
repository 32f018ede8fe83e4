import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import GatewayRuntime

@Suite("Places to listen on", .timeLimit(.minutes(10)))
struct ListenerTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test(
        "addresses are read, and written as they are read",
        arguments: [
            ("http://127.0.0.1:80", "http://127.0.0.1:80"), ("https://[::1]:8443", "https://[::1]:8443"),
            ("http://localhost:0/", "http://localhost:0"), ("unix:/run/a.sock", "unix:/run/a.sock"),
            ("unix:a.sock?mode=600", "unix:a.sock?mode=0600"), ("unix:/a?mode=0660", "unix:/a"),
            ("127.0.0.1:80", nil), ("http://127.0.0.1", nil), ("http://:80", nil), ("http://a:65536", nil),
            ("http://::1:80", nil), ("http://me@a:80", nil), ("http://a/b:80", nil), ("unix:", nil),
            ("unix:/a?mode=9", nil), ("unix:/a?mode=1000", nil), ("unix:/a?made=0600", nil), ("ftp://a:80", nil),
            ("http://a:-1", nil), ("", nil),
        ])
    func reading(_ text: String, _ written: String?) {
        #expect(ListenAddress(text)?.description == written)
    }

    @Test("all places serve the same routes; a Unix socket has its permissions and goes at the end")
    func several() async throws {
        let files = try FileTree()
        let path = "\(files.path)/a.sock"
        let places = ["http://127.0.0.1:0", "unix:\(path)?mode=0600"].compactMap { ListenAddress($0) }
        try await TestServer.run(settings: { $0.listeners = places }) { server in
            #expect(server.server.addresses.count == 3)
            #expect(server.server.addresses.first == server.address)
            #expect(Set(server.server.addresses.map(\.port)).count == 3)
            for address in server.server.addresses {
                let client = try await RawClient.connect(address)
                try await client.send(Self.hello)
                #expect(try await client.response()?.text == "Hello")
            }
            #expect(server.server.addresses.last?.url == "unix:\(path)")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: files.path) == ["a.sock"])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.path).isEmpty)
    }

    @Test("the main place can be a Unix socket; its clients share no limit by address")
    func main() async throws {
        let files = try FileTree()
        try await TestServer.run(settings: {
            $0.host = "unix:\(files.path)/main.sock"
            $0.limits.connectionsPerIP = 1
        }) { server in
            #expect(server.address.path == "\(files.path)/main.sock")
            for _ in 0..<3 {
                let client = try await server.connect()
                try await client.send(Self.hello)
                #expect(try await client.response()?.text == "Hello")
            }
        }
    }

    @Test("each loop accepts connections of its own, and answers them on its own thread")
    func loops() async throws {
        try await TestServer.run(
            settings: { $0.threads = 3 },
            routes: { $0.add(.get, "/thread", .immediate { _ in .text("\(pthread_self())") }) }
        ) { server in
            var threads: [String: Int] = [:]
            for _ in 0..<96 {
                let client = try await server.connect()
                for _ in 0..<2 {
                    try await client.send("GET /thread HTTP/1.1\r\nHost: a\r\n\r\n")
                    threads[try #require(try await client.response()).text, default: 0] += 1
                }
            }
            // The kernel spreads by the client's port: of 96 each loop gets some, and a connection stays where it is.
            #expect(threads.count == 3)
            #expect(threads.values.allSatisfy { $0 % 2 == 0 })
        }
    }

    @Test("WebSockets come in by a Unix socket too")
    func webSockets() async throws {
        let files = try FileTree()
        let path = "\(files.path)/ws.sock"
        let live = try await LiveHub(listeners: [ListenAddress(.unix(path: path, mode: 0o660))])
        let client = try await RawClient.connect(ServerAddress(path: path))
        try await client.send(UpgradeTests.handshake("/ws?name=ann"))
        #expect(try await client.response()?.status == 101)
        await live.events.wait { $0 == "+ann" }
        try await client.send(ClientFrame.text("hello"))
        #expect(try await client.bytes(7) == [0x81, 5] + Array("hello".utf8))
        await live.stop()
    }

    @Test("a socket left behind is replaced; one that lives, and a file, are not; one bad place keeps all away")
    func taken() async throws {
        let files = try FileTree()
        let path = "\(files.path)/a.sock"
        let place = [ListenAddress(.unix(path: path, mode: 0o660))]
        func refusal(_ listeners: [ListenAddress]) async throws -> ServerError? {
            await #expect(throws: ServerError.self) {
                try await TestServer.run(settings: { $0.listeners = listeners }) { _ in }
            }
        }
        // Whoever closes it removes the file that it knew, so it is renamed: what is left is what a killed process leaves.
        let dead = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: "\(path).old").get()
        try FileManager.default.moveItem(atPath: "\(path).old", toPath: path)
        #expect(try await refusal(place)?.message.hasPrefix("unix:\(path) is taken by another process.") == true)
        try await dead.close()
        #expect(FileManager.default.fileExists(atPath: path))
        try await TestServer.run(settings: { $0.listeners = place }) { server in
            let client = try await RawClient.connect(ServerAddress(path: path))
            try await client.send(Self.hello)
            #expect(try await client.response()?.text == "Hello")
            let error = try await refusal(place)
            #expect(error?.code == .addressTaken)
        }
        try files.write("a.sock", "precious")
        #expect(try await refusal(place)?.message.contains("a file that is no socket lies there") == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        let long = ListenAddress(.unix(path: "\(files.path)/" + String(repeating: "x", count: 120), mode: 0o600))
        #expect(try await refusal([long])?.message.contains("is too long") == true)
        let good = "\(files.path)/good.sock"
        let bad = ListenAddress(.tcp(host: "192.0.2.1", port: 0))
        #expect(try await refusal([ListenAddress(.unix(path: good, mode: 0o600)), bad])?.code == .addressUnavailable)
        #expect(!FileManager.default.fileExists(atPath: good))
    }

    @Test("a file that another put in the socket's place stays when the server stops")
    func replaced() async throws {
        let files = try FileTree()
        let path = "\(files.path)/a.sock"
        let place = ListenAddress(.unix(path: path, mode: 0o660))
        try await TestServer.run(settings: { $0.listeners = [place] }) { _ in
            try FileManager.default.removeItem(atPath: path)
            try files.write("a.sock", "somebody else's")
        }
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
