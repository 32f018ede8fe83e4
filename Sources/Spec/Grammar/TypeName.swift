import GatewayDiagnostics

/// Names of types as people write them.
enum TypeName {
    /// What other languages call the built-in types.
    static let foreign: [String: String] = [
        "str": "string", "text": "string", "String": "string", "varchar": "string", "char": "string",
        "boolean": "bool", "Bool": "bool", "Boolean": "bool", "integer": "int", "Integer": "int", "Int": "int",
        "long": "int64", "bigint": "int64", "i32": "int32", "i64": "int64", "u32": "uint32", "u64": "uint64",
        "short": "int16", "byte": "uint8", "rune": "int32", "number": "double", "Double": "double", "real": "double",
        "float32": "float", "float64": "double", "Float": "float", "money": "decimal", "Decimal": "decimal",
        "datetime": "timestamp", "dateTime": "timestamp", "DateTime": "timestamp", "time": "timestamp",
        "Date": "timestamp", "date-time": "timestamp", "instant": "timestamp", "uri": "url", "URL": "url",
        "UUID": "uuid",
        "guid": "uuid", "Data": "bytes", "binary": "bytes", "blob": "bytes", "any": "json", "object": "json",
        "Any": "json", "map": "json", "dict": "json", "interval": "duration", "upload": "file", "File": "file",
    ]

    private static let contentTypes = [
        "text/plain": "text", "text/html": "html", "application/octet-stream": "binary", "application/json": "json",
        "text/event-stream": "text", "multipart/form-data": "file",
    ]

    /// What is wrong with the form of a type's name.
    static func complaint(_ text: String, isOptional: Bool) -> Complaint? {
        guard NameShape.type.complaint(text, what: "type") != nil else { return nil }
        let whole = text + (isOptional ? "?" : "")
        var help = "a type is a name, `[T]` or `{string: T}`"
        var label: String?
        if foreign[text] != nil, let meant = foreign[text] {
            help = "write `\(meant)`"
        } else if text.hasPrefix("["), text.hasSuffix("]") {
            label = "quotes make it text"
            help =
                isOptional
                ? "write `{ type: \(text), optional: true }`" : "write `\(text)`, without quotes"
        } else if text.hasPrefix("{"), text.hasSuffix("}") {
            label = "quotes make it text"
            help = isOptional ? "write `{ type: \(text), optional: true }`" : "write `\(text)`, without quotes"
        } else if text.hasSuffix("[]") {
            help = text.lowercased() == "byte[]" ? "write `bytes`" : "write `[\(text.dropLast(2))]`"
        } else if text.hasPrefix("[]") {
            help = "write `[\(text.dropFirst(2))]`"
        } else if let inner = generic(text, ["List", "Array", "array", "list", "Set", "Vec", "repeated"]) {
            help = "write `[\(inner)]`"
        } else if let inner = generic(text, ["Map", "map", "Dictionary", "Record"]) {
            let value = inner.split(separator: ",").last.map { $0.filter { $0 != " " } }
            help = "write `{string: \(value ?? "T")}`"
        } else if text.hasPrefix("map[") {
            help = "write `{string: \(text.drop { $0 != "]" }.dropFirst())}`"
        } else if let raw = contentTypes[text] {
            help = "write `\(raw)`"
        } else if text.hasPrefix("*") {
            help = "there are no pointers; `\(text.dropFirst())?` is optional"
        } else if text.contains("|") {
            help = "for one of several objects declare a union, for one of several words an enum"
        } else if text.hasSuffix("?") {
            help = "one ? is enough"
        } else if text.isEmpty {
            help = "write the type before the ?"
        }
        return Complaint(.malformedType, "'\(whole)' is no type", label: label, help: help)
    }

    private static func generic(_ text: String, _ names: [String]) -> String? {
        for (open, close) in [("<", ">"), ("(", ")")] {
            for name in names where text.hasPrefix(name + open) && text.hasSuffix(close) {
                return String(text.dropFirst(name.count + 1).dropLast())
            }
        }
        return nil
    }
}
