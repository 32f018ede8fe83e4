import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A multipart form as it was received: its text in memory, its files on the disk for as long as this lives.
final class ReceivedForm: Sendable {
    /// The fields, encoded as an urlencoded form would have them, so that both are read alike.
    let fields: [UInt8]
    let files: [(field: String, file: UploadedFile)]

    private init(fields: [UInt8], files: [(field: String, file: UploadedFile)]) {
        self.fields = fields
        self.files = files
    }

    /// Removes the files that nobody has moved.
    func discard() {
        for (_, file) in files { unlink(file.path) }
    }

    /// Receives a body.
    ///
    /// - Throws: `HTTPError` 400 or 413; then nothing is left on the disk.
    static func receive(_ body: RequestBody, boundary: [UInt8], _ settings: FormSettings) async throws -> ReceivedForm {
        var receiver = Receiver(boundary: boundary, settings: settings)
        do {
            for try await chunk in body { try receiver.take(chunk) }
            return try receiver.finish()
        } catch {
            receiver.discard()
            throw error
        }
    }

    /// The same of a body that is there already.
    static func receive(_ chunks: [[UInt8]], boundary: [UInt8], _ settings: FormSettings) throws -> ReceivedForm {
        var receiver = Receiver(boundary: boundary, settings: settings)
        do {
            for chunk in chunks { try receiver.take(chunk) }
            return try receiver.finish()
        } catch {
            receiver.discard()
            throw error
        }
    }

    private struct Receiver {
        let settings: FormSettings
        var fields: [UInt8] = []
        var files: [(field: String, file: UploadedFile)] = []
        private var parts = 0
        private var header: MultipartHeader?
        private var text: [UInt8] = []
        private var writer: FileWriter?
        private var size = 0
        private var parser: MultipartParser

        init(boundary: [UInt8], settings: FormSettings) {
            self.settings = settings
            parser = MultipartParser(boundary: boundary)
        }

        mutating func take(_ chunk: [UInt8]) throws {
            var parser = parser
            defer { self.parser = parser }
            try parser.take(chunk) { try take($0) }
        }

        func finish() throws -> ReceivedForm {
            try parser.finish()
            return ReceivedForm(fields: fields, files: files)
        }

        private mutating func take(_ event: MultipartParser.Event) throws {
            switch event {
            case .part(let header):
                parts += 1
                guard parts <= settings.parts else {
                    throw HTTPError(
                        .contentTooLarge, detail: "the form may have at most \(settings.parts) fields and files")
                }
                self.header = header
                text = []
                size = 0
                if header.filename != nil { writer = try ReceivedForm.makeFile(settings.folder) }
            case .data(let bytes):
                size += bytes.count
                if let writer { return try writer.write(bytes) }
                guard size <= settings.field else {
                    throw HTTPError(
                        .contentTooLarge,
                        detail: "the field '\(header?.name ?? "")' may have at most \(settings.field) bytes")
                }
                text += bytes
            case .end:
                guard let header else { return }
                if let writer, let filename = header.filename {
                    let file = UploadedFile(
                        name: UploadedFile.harmless(filename),
                        contentType: header.contentType ?? "application/octet-stream", size: size, path: writer.path)
                    files.append((header.name, file))
                    self.writer = nil
                    try writer.close()
                } else {
                    guard String(validating: text, as: UTF8.self) != nil else {
                        throw HTTPError.badRequest("the field '\(header.name)' is not UTF-8")
                    }
                    if !fields.isEmpty { fields.append(UInt8(ascii: "&")) }
                    URLEncoded.encode(Array(header.name.utf8), to: &fields)
                    fields.append(UInt8(ascii: "="))
                    URLEncoded.encode(text, to: &fields)
                }
                self.header = nil
            }
        }

        func discard() {
            if let writer { unlink(writer.path) }
            for (_, file) in files { unlink(file.path) }
        }
    }

    private static let count = Atomic<UInt64>(0)

    /// Makes a file that nobody else has: its name says the process, and a number that can't be guessed.
    private static func makeFile(_ folder: String) throws -> FileWriter {
        let number = count.add(1, ordering: .relaxed).newValue
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        return try FileWriter(path: "\(folder)/upload-\(getpid())-\(number)-\(random)")
    }
}
