// Files of a form; text that stands where a file should is none.
extension RequestReader {
    /// A file that must be there. A file input that nobody filled comes as one without name and content: it is absent.
    public mutating func file(_ name: String, in source: Violation.Source = .form) -> UploadedFile? {
        let file = single(name, source)
        if file == nil, isMissing(name) { record(Violation(source, name, "is required", code: "required")) }
        return file
    }

    /// A file that may be absent.
    public mutating func optionalFile(_ name: String, in source: Violation.Source = .form) -> UploadedFile? {
        single(name, source)
    }

    /// All files of a field, as a file input with `multiple` sends them.
    public mutating func files(
        _ name: String, in source: Violation.Source = .form, items: some LengthBounds = 0...
    ) -> [UploadedFile]? {
        let found = sent(name)
        guard found.count >= items.fewest, found.count <= items.most else {
            let message = found.isEmpty ? "is required" : Messages.count(items.fewest, items.most, "file")
            record(Violation(source, name, message, code: found.isEmpty ? "required" : "items"))
            return nil
        }
        return found
    }

    private mutating func single(_ name: String, _ source: Violation.Source) -> UploadedFile? {
        let found = sent(name)
        guard found.count <= 1 else {
            record(Violation(source, name, "must be given once", code: "items"))
            return nil
        }
        return found.first
    }

    private func isMissing(_ name: String) -> Bool { sent(name).isEmpty }

    private func sent(_ name: String) -> [UploadedFile] {
        files.filter { ($0.field == name || $0.field == name + "[]") && !($0.file.name.isEmpty && $0.file.size == 0) }
            .map(\.file)
    }
}
