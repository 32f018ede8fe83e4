import GatewayDiagnostics
import Synchronization

/// What the generator itself has to say about a spec that is otherwise sound.
///
/// `GEN08…` is about what can't be generated, `GEN09…` about reading and writing files.
extension DiagnosticCode {
    /// The language has it and the generator doesn't yet.
    static let notGenerated: DiagnosticCode = "GEN0801"
    /// A name is taken by a module that the generated package uses.
    static let takenModule: DiagnosticCode = "GEN0803"
    /// A template of the generator is broken.
    static let brokenTemplate: DiagnosticCode = "GEN0809"

    /// A file can't be read.
    static let unreadable: DiagnosticCode = "GEN0901"
    /// A file can't be written.
    static let unwritable: DiagnosticCode = "GEN0902"
    /// One of gen's own files was edited.
    static let editedByHand: DiagnosticCode = "GEN0903"
    /// A file that gen doesn't know stands where one of its own must.
    static let inTheWay: DiagnosticCode = "GEN0904"
    /// `gen.lock` can't be used.
    static let badManifest: DiagnosticCode = "GEN0905"
    /// The folder is another service's.
    static let otherService: DiagnosticCode = "GEN0906"
    /// A file that a route serves isn't there.
    static let missingStatic: DiagnosticCode = "GEN0907"
    /// A file that a route serves is too large to be copied.
    static let staticTooLarge: DiagnosticCode = "GEN0908"
    /// A file that a route serves lies outside.
    static let badStaticPath: DiagnosticCode = "GEN0909"
    /// A word that no service can be called.
    static let badServiceName: DiagnosticCode = "GEN0911"
    /// Another gen is at work in the folder.
    static let locked: DiagnosticCode = "GEN0910"
}

/// Collects what is found while code is written, on several threads.
final class Findings: Sendable {
    private let found = Mutex(DiagnosticSet())

    /// All of it.
    var set: DiagnosticSet { found.withLock(\.self) }

    func append(_ diagnostic: Diagnostic) { found.withLock { $0.append(diagnostic) } }

    /// Something that the language has and the generator doesn't yet.
    func notGenerated(_ what: String, at span: SourceSpan?, instead: String? = nil) {
        append(.error(.notGenerated, "\(what) can't be generated yet", at: span, help: instead))
    }
}
