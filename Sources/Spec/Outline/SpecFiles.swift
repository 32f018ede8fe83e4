package import GatewayDiagnostics
package import GatewayYAML

/// A spec's files as far as they can be read: the main one and all that it imports.
package struct SpecFiles: Sendable {
    /// The files, imported ones before those that import them.
    package let documents: [Document]

    /// One file.
    package struct Document: Sendable {
        /// Its text.
        package let file: SourceFile
        /// Its content.
        package let root: Node
        /// Whether it is the one that names the service.
        package let isMain: Bool
        /// What each part of it is.
        package var outline: SpecOutline { SpecOutline(root, isMain: isMain) }
    }

    /// Reads a main file and what it imports.
    package init(main: SourceFile, readFile: @escaping SpecLoader.FileReader) {
        var importer = Importer(readFile: readFile)
        importer.add(main)
        documents = importer.documents.map { Document(file: $0.root.span.file, root: $0.root, isMain: $0.isMain) }
    }

    /// Takes a single file that others import; no documents if it is no YAML.
    package init(imported file: SourceFile) {
        var diagnostics = DiagnosticSet()
        let root = YAMLReader.read(file, into: &diagnostics)
        documents = root.map { [Document(file: file, root: $0, isMain: false)] } ?? []
    }

    /// The path that an `import` means, from where its file's own path counts.
    package static func path(ofImport text: String, in file: SourceFile) -> String {
        RelativePath.resolve(text, beside: file.path)
    }

    /// A path without `.` and `..`.
    package static func normalized(_ path: String) -> String { RelativePath.normalized(path) }
}
