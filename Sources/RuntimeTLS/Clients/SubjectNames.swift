/// Whom a certificate names: its subject's common name and its alternative names (RFC 5280 §4.1.2.6, §4.2.1.6).
struct SubjectNames {
    private(set) var commonName: String?
    /// DNS names, mail addresses and URIs.
    private(set) var alternatives: [String] = []

    /// Reads a certificate that was checked before; what can't be read is left out.
    init(certificate: [UInt8]) {
        var outer = DERReader(certificate[...])
        guard var certificate = outer.enter(.sequence), var body = certificate.enter(.sequence) else { return }
        _ = body.enter(.context(0))  // version
        _ = body.next()  // serial number
        _ = body.next()  // signature algorithm
        _ = body.next()  // issuer
        _ = body.next()  // validity
        if let subject = body.enter(.sequence) { readSubject(subject) }
        while let (tag, content) = body.next() {
            guard tag == .context(3) else { continue }
            var wrapper = DERReader(content)
            if let extensions = wrapper.enter(.sequence) { readExtensions(extensions) }
        }
    }

    private mutating func readSubject(_ subject: DERReader) {
        var subject = subject
        while var set = subject.enter(.set) {
            while var attribute = set.enter(.sequence) {
                guard let (tag, type) = attribute.next(), tag == .objectIdentifier, let (kind, value) = attribute.next()
                else { continue }
                // The last one says most.
                if type.elementsEqual([0x55, 0x04, 0x03]) { commonName = Self.text(kind, value) ?? commonName }
            }
        }
    }

    private mutating func readExtensions(_ extensions: DERReader) {
        var extensions = extensions
        while var entry = extensions.enter(.sequence) {
            guard let (tag, type) = entry.next(), tag == .objectIdentifier, type.elementsEqual([0x55, 0x1D, 0x11])
            else {
                continue
            }
            var last: ArraySlice<UInt8>?
            while let (tag, content) = entry.next() { if tag == .octetString { last = content } }
            var wrapper = DERReader(last ?? [])
            guard var names = wrapper.enter(.sequence) else { continue }
            while let (tag, content) = names.next() {
                switch tag {
                case .name(1), .name(2), .name(6): alternatives.append(String(decoding: content, as: UTF8.self))
                default: break
                }
            }
        }
    }

    /// The texts of UTF8String, PrintableString, IA5String and T61String; others are not read.
    private static func text(_ tag: DERReader.Tag, _ bytes: ArraySlice<UInt8>) -> String? {
        switch tag.byte {
        case 0x0C, 0x13, 0x14, 0x16: String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }
}

/// Walks through values of ASN.1 in DER (X.690): enough of it to find names.
struct DERReader {
    /// A value's first byte.
    struct Tag: Equatable {
        let byte: UInt8

        static let objectIdentifier = Tag(byte: 0x06)
        static let octetString = Tag(byte: 0x04)
        static let sequence = Tag(byte: 0x30)
        static let set = Tag(byte: 0x31)
        /// A value that a number wraps.
        static func context(_ number: UInt8) -> Tag { Tag(byte: 0xA0 | number) }
        /// A text that a number tells apart.
        static func name(_ number: UInt8) -> Tag { Tag(byte: 0x80 | number) }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next value; nil at the end, and where the bytes are none.
    mutating func next() -> (tag: Tag, content: ArraySlice<UInt8>)? {
        var bytes = rest
        guard let tag = bytes.popFirst(), tag & 0x1F != 0x1F, let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first & 0x80 != 0 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), bytes.count >= count else { return nil }
            length = bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            bytes = bytes.dropFirst(count)
        }
        guard length <= bytes.count else { return nil }
        rest = bytes.dropFirst(length)
        return (Tag(byte: tag), bytes.prefix(length))
    }

    /// What lies in the next value, if that has the tag; else nothing is read.
    mutating func enter(_ tag: Tag) -> DERReader? {
        let before = rest
        if let value = next(), value.tag == tag { return DERReader(value.content) }
        rest = before
        return nil
    }
}
