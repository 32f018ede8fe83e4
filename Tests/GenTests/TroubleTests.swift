import Foundation
import Testing

@Suite("gen in trouble")
struct TroubleTests {
    private let gen: GenProgram
    private static let spec = """
        spec: 1
        service: shop
        types:
          Item: { id: string, price: int }
        routes:
          GET /items/{id}: { handler: getItem, returns: Item }
          GET /: { static: { file: Public/index.html } }

        """

    init() throws {
        gen = try GenProgram()
        try gen.write(Self.spec, to: "shop.yaml")
        try gen.write(String(repeating: "x", count: 300_000), to: "Public/index.html")
    }

    @Test("when the disk takes no more, nothing is written, no half file is left, and it is said")
    func full() throws {
        // A limit on the size of files stands in for a full disk: writes beyond it fail.
        let run = try gen.shell("trap '' XFSZ; ulimit -f 100; \"$GEN\" api shop.yaml")
        #expect(run.status == 1)
        #expect(run.errors.contains("GEN0902") && run.errors.contains("nothing was written"), "\(run.errors)")
        #expect(try gen.contents(of: "shop").isEmpty)
        #expect(try gen.run("api", "shop.yaml").status == 0)
    }

    @Test("when the disk takes no more later, the package stays as it was")
    func fullLater() throws {
        try gen.run("api", "shop.yaml")
        try gen.remove("shop/Public/index.html")
        try gen.remove("shop/gen.lock")
        try gen.run("api", "shop.yaml", "--dry-run")
        let before = try gen.contents(of: "shop")
        try gen.write(Self.spec.replacingOccurrences(of: "price: int", with: "price: double"), to: "shop.yaml")
        let run = try gen.shell("trap '' XFSZ; ulimit -f 100; \"$GEN\" api shop.yaml --force")
        #expect(run.status == 1)
        #expect(try gen.contents(of: "shop") == before)
    }

    @Test("gens at once in one folder don't disturb each other")
    func parallel() async throws {
        let gen = gen
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 1...4 { group.addTask { try gen.run("api", "shop.yaml").status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [0, 0, 0, 0])
        #expect(try gen.run("api", "shop.yaml", "--check").status == 0)
        #expect(!(try gen.contents(of: "shop").keys.contains { $0.hasSuffix(".gen-part") }))
    }

    @Test("a gen.lock that can't be read stops the run, and --force with the lock gone mends it")
    func damagedLock() throws {
        try gen.run("api", "shop.yaml")
        try gen.write("<<<<<<< HEAD\n", to: "shop/gen.lock")
        let run = try gen.run("api", "shop.yaml", "--force")
        #expect(run.status == 1)
        #expect(run.errors.contains("GEN0905") && run.errors.contains("line 1"))
        try gen.remove("shop/gen.lock")
        #expect(try gen.run("api", "shop.yaml").status == 0)
        try gen.write(Self.spec.replacingOccurrences(of: "price: int", with: "price: double"), to: "shop.yaml")
        #expect(try gen.run("api", "shop.yaml").status == 0)
    }

    @Test("an output folder that is a file is said")
    func outputIsFile() throws {
        try gen.write("", to: "file")
        let run = try gen.run("api", "shop.yaml", "--output", "file")
        #expect(run.status == 1)
        #expect(run.errors.contains("can't make the folder 'file'"), "\(run.errors)")
    }

    @Test("a served file that leads out of the spec's folder is refused")
    func escape() throws {
        try gen.write("secret", to: "secret.txt")
        try gen.write(Self.spec, to: "specs/shop.yaml")
        try FileManager.default.createDirectory(
            at: gen.folder.appending(path: "specs/Public"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: gen.folder.appending(path: "specs/Public/index.html"),
            withDestinationURL: gen.folder.appending(path: "secret.txt"))
        let run = try gen.run("api", "specs/shop.yaml")
        #expect(run.status == 1)
        #expect(run.errors.contains("GEN0909"))
        #expect(!gen.exists("specs/shop"))
    }
}
