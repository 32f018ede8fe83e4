package import HTTPTypes

/// The fields in the vocabulary of swift-http-types; the parser does without it.
extension RequestHead {
    /// The value of a header by its name; several fields of one name are joined.
    package func value(of name: HTTPField.Name) -> String? {
        var found: String?
        for field in fields where matches(field, name) {
            let value = string(field.value)
            found = found.map { $0 + (field.header == .cookie ? "; " : ", ") + value } ?? value
        }
        return found
    }

    /// All fields in the vocabulary of swift-http-types, built anew.
    package var headerFields: HTTPFields {
        var result = HTTPFields()
        for field in fields {
            guard let name = HTTPField.Name(string(field.name)) else { continue }
            result.append(HTTPField(name: name, value: string(field.value)))
        }
        return result
    }

    private func matches(_ field: Field, _ name: HTTPField.Name) -> Bool {
        let canonical = name.canonicalName.utf8
        guard Int(field.name.count) == canonical.count else { return false }
        return withBytes(field.name) { bytes in
            bytes.elementsEqual(canonical) { ASCII.lowercased($0) == $1 }
        }
    }
}
