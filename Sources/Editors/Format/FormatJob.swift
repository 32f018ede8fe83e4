package import GatewayDiagnostics

/// `gen api format`: lays files out in place, or says which ones are not in form.
package struct FormatJob {
    /// What became of a file.
    package enum Result: Equatable {
        /// It is in form already.
        case unchanged
        /// It was laid out anew, or would be.
        case changed
        /// It was left alone; the findings say why.
        case refused
    }

    /// What a run found wrong.
    package private(set) var diagnostics = DiagnosticSet()
    private let isCheck: Bool

    /// Makes a run; one that only checks writes nothing.
    package init(isCheck: Bool) { self.isCheck = isCheck }

    /// Lays out a file.
    package mutating func format(path: String) -> Result {
        do {
            let file = SourceFile(path: path, bytes: try TextFile.read(path))
            guard let text = format(file) else { return .refused }
            if Array(text.utf8) == file.bytes { return .unchanged }
            if !isCheck { try TextFile.write(text, to: path) }
            return .changed
        } catch {
            diagnostics.append(error.diagnostic)
            return .refused
        }
    }

    /// The text of a file in canonical form; nil if it is left alone.
    package mutating func format(_ file: SourceFile) -> String? {
        switch SpecFormatter.format(file) {
        case .formatted(let text): return text
        case .refused(let findings):
            diagnostics.merge(findings)
            return nil
        }
    }
}
