import Foundation
import Testing

@Suite("gen api, run again and again")
struct RegenerationTests {
    private let gen: GenProgram
    private static let spec = """
        spec: 1
        service: shop
        types:
          Item: { id: string, price: int }
        routes:
          GET /items/{id}: { handler: getItem, returns: Item }
          POST /items: { handler: addItem, body: Item, status: 201 }

        """

    init() throws {
        gen = try GenProgram()
        try gen.write(Self.spec, to: "shop.yaml")
    }

    private func respec(_ old: String, _ new: String) throws {
        try gen.write(Self.spec.replacingOccurrences(of: old, with: new), to: "shop.yaml")
    }

    @Test("the first run writes a package and says what to type next")
    func first() throws {
        let run = try gen.run("api", "shop.yaml")
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output.contains("written     Sources/Shop/Handlers/GetItem.swift"))
        #expect(run.output.hasSuffix("\nNext: cd shop && swift run\n"))
        let files = try gen.contents(of: "shop").keys.sorted()
        #expect(
            files == [
                ".dockerignore", ".gitignore", ".swift-format", "Dockerfile", "Package.swift", "README.md",
                "Sources/Shop/Generated/API.swift", "Sources/Shop/Generated/Routes.swift",
                "Sources/Shop/Generated/Types.swift", "Sources/Shop/Handlers/AddItem.swift",
                "Sources/Shop/Handlers/GetItem.swift", "Sources/Shop/Main.swift", "Sources/Shop/ShopService.swift",
                "Tests/ShopTests/ShopServiceTests.swift", "etc/shop.yaml", "gen.lock",
            ])
    }

    @Test("a second run touches nothing")
    func second() throws {
        try gen.run("api", "shop.yaml")
        let before = try gen.inodes(of: "shop")
        let run = try gen.run("api", "shop.yaml")
        #expect(run.status == 0)
        #expect(try gen.inodes(of: "shop") == before)
        #expect(!run.output.contains("written"))
    }

    @Test("edits of the user's survive whatever the spec does, --force too")
    func edits() throws {
        try gen.run("api", "shop.yaml")
        let mine = ["Sources/Shop/Handlers/GetItem.swift", "Package.swift", "README.md", "etc/shop.yaml"]
        for file in mine { try gen.append("// mine\n", to: "shop/\(file)") }
        try respec("price: int", "price: double")
        #expect(try gen.run("api", "shop.yaml", "--force").status == 0)
        for file in mine { #expect(try gen.text("shop/\(file)").hasSuffix("// mine\n"), "\(file)") }
        #expect(try gen.text("shop/Sources/Shop/Generated/Types.swift").contains("var price: Double"))
    }

    @Test("a new route brings its stub and touches nothing else of the user's")
    func added() throws {
        try gen.run("api", "shop.yaml")
        let before = try gen.inodes(of: "shop")
        try respec("routes:\n", "routes:\n  DELETE /items/{id}: { handler: removeItem }\n")
        try gen.run("api", "shop.yaml")
        let after = try gen.inodes(of: "shop")
        let changed = after.filter { before[$0.key] != $0.value }.keys.sorted()
        #expect(
            changed == [
                "Sources/Shop/Generated/API.swift", "Sources/Shop/Generated/Routes.swift",
                "Sources/Shop/Handlers/RemoveItem.swift", "gen.lock",
            ])
    }

    @Test("a removed route leaves its stub, and gen says so each time")
    func removed() throws {
        try gen.run("api", "shop.yaml")
        try respec("  POST /items: { handler: addItem, body: Item, status: 201 }\n", "")
        for _ in 1...2 {
            let run = try gen.run("api", "shop.yaml")
            #expect(run.status == 0)
            #expect(run.output.contains("orphaned    Sources/Shop/Handlers/AddItem.swift"))
        }
        #expect(gen.exists("shop/Sources/Shop/Handlers/AddItem.swift"))
        try gen.remove("shop/Sources/Shop/Handlers/AddItem.swift")
        #expect(!(try gen.run("api", "shop.yaml").output.contains("orphaned")))
    }

    @Test("what the user deleted stays away, unless the package needs it")
    func deleted() throws {
        try gen.run("api", "shop.yaml")
        for file in ["README.md", "Sources/Shop/Handlers/GetItem.swift"] { try gen.remove("shop/\(file)") }
        let run = try gen.run("api", "shop.yaml")
        #expect(run.output.contains("left away   README.md"))
        #expect(run.output.contains("written     Sources/Shop/Handlers/GetItem.swift  (anew"))
        #expect(!gen.exists("shop/README.md"))
        #expect(gen.exists("shop/Sources/Shop/Handlers/GetItem.swift"))
    }

    @Test("an edit of gen's own file is refused with its name and the way out, and --force overwrites it")
    func handEdited() throws {
        try gen.run("api", "shop.yaml")
        let file = "shop/Sources/Shop/Generated/API.swift"
        try gen.append("// mine\n", to: file)
        try respec("price: int", "price: double")
        let run = try gen.run("api", "shop.yaml")
        #expect(run.status == 1)
        #expect(run.errors.contains("GEN0903"))
        #expect(run.errors.contains(file))
        #expect(try gen.text("shop/Sources/Shop/Generated/Types.swift").contains("var price: Int"))
        #expect(try gen.run("api", "shop.yaml", "--force").status == 0)
        #expect(!(try gen.text(file).contains("// mine")))
    }

    @Test("--check says whether the package is as the spec says, and writes nothing")
    func check() throws {
        #expect(try gen.run("api", "shop.yaml", "--check").status == 1)
        #expect(!gen.exists("shop"))
        try gen.run("api", "shop.yaml")
        let before = try gen.inodes(of: "shop")
        #expect(try gen.run("api", "shop.yaml", "--check").status == 0)
        try respec("price: int", "price: double")
        let run = try gen.run("api", "shop.yaml", "--check")
        #expect(run.status == 1)
        #expect(run.output.contains("rewritten   Sources/Shop/Generated/Types.swift"))
        #expect(run.output.contains("\n-    var price: Int\n+    var price: Double\n"))
        #expect(try gen.inodes(of: "shop") == before)
    }

    @Test("--dry-run lists what it would do, writes nothing and is content")
    func dryRun() throws {
        let run = try gen.run("api", "shop.yaml", "--dry-run")
        #expect(run.status == 0)
        #expect(run.output.contains("written     Package.swift"))
        #expect(!gen.exists("shop"))
    }

    @Test("a spec with mistakes changes nothing")
    func mistakes() throws {
        try gen.run("api", "shop.yaml")
        let before = try gen.inodes(of: "shop")
        try respec("price: int", "price: intt")
        let run = try gen.run("api", "shop.yaml")
        #expect(run.status == 1)
        #expect(run.errors.contains("shop.yaml:4"))
        #expect(try gen.inodes(of: "shop") == before)
    }

    @Test("the bytes are the same in any folder and with any hash seed")
    func deterministic() throws {
        let other = try GenProgram()
        try other.write(Self.spec, to: "elsewhere/shop.yaml")
        try gen.run("api", "shop.yaml", environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
        try other.run("api", "elsewhere/shop.yaml")
        #expect(try gen.contents(of: "shop") == (try other.contents(of: "elsewhere/shop")))
    }
}
