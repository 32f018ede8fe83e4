import FoundationEssentials
package import Logging

/// The service's own `LogHandler`: one line per event, as text or as JSON.
package struct ServiceLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private var ownLevel: Logger.Level?
    private let label: String
    private let format: LogFormat
    private let output: LogOutput
    private let sharedLevel: LogLevel

    /// A handler whose level is the service's, until someone sets one of its own.
    package init(
        label: String, level: LogLevel, format: LogFormat, output: LogOutput,
        metadataProvider: Logger.MetadataProvider? = nil
    ) {
        self.label = label
        self.format = format
        self.output = output
        self.metadataProvider = metadataProvider
        sharedLevel = level
    }

    package var logLevel: Logger.Level {
        get { ownLevel ?? sharedLevel.current(for: label) }
        set { ownLevel = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let given = event.metadata { fields.merge(given) { $1 } }
        if let error = event.error { fields["error"] = "\(String(reflecting: error))" }
        write(event.level, event.message.description, fields) { output.line($0) }
    }

    /// Hands over a line as this handler writes it.
    func write(
        _ level: Logger.Level, _ message: String, _ fields: Logger.Metadata, to take: (UnsafeRawBufferPointer) -> Void
    ) {
        let sorted = fields.sorted { $0.key < $1.key }
        switch format {
        case .text: write(text: level, message, sorted, take)
        case .json: write(json: level, message, sorted, take)
        }
    }

    private func write(
        text level: Logger.Level, _ message: String, _ fields: [(key: String, value: Logger.MetadataValue)],
        _ take: (UnsafeRawBufferPointer) -> Void
    ) {
        var line = "\(Timestamp.format(Date())) \(Self.padded(level)) "
        line.append(LogText.singleLine(message))
        for (key, value) in fields {
            line.append(" \(LogText.singleLine(key))=\(LogText.value(value))")
        }
        line.append("\n")
        line.withUTF8 { take(UnsafeRawBufferPointer($0)) }
    }

    private func write(
        json level: Logger.Level, _ message: String, _ fields: [(key: String, value: Logger.MetadataValue)],
        _ take: (UnsafeRawBufferPointer) -> Void
    ) {
        var json = JSONWriter()
        json.beginObject()
        json.field("time", Timestamp.format(Date()))
        json.field("level", level.rawValue)
        json.field("message", message)
        json.field("logger", label)
        for (key, value) in fields {
            // What a line says of itself can't be overwritten by what is logged.
            json.key(["time", "level", "message", "logger"].contains(key) ? "\(key)_" : key)
            LogText.write(value, to: &json)
        }
        json.endObject()
        json.withBytes { bytes in
            var line = [UInt8](bytes)
            line.append(UInt8(ascii: "\n"))
            line.withUnsafeBytes { take($0) }
        }
    }

    private static func padded(_ level: Logger.Level) -> String {
        let name = level == .warning ? "warn" : level.rawValue
        return name.count < 5 ? name + String(repeating: " ", count: 5 - name.count) : name
    }
}
