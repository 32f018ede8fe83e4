import Foundation
import GatewayRuntime

/// An input in parts.
struct Message {
    let limits: InputLimits
    let target: String
    let fields: HTTPFields
    let body: [UInt8]
    private let cut: Int

    init(_ input: UnsafeBufferPointer<UInt8>) {
        var limits = InputLimits()
        limits.formFields = 20
        if input[0] & 1 != 0 {
            limits.queryParameters = 2
            limits.formFields = 4
            limits.jsonDepth = 3
            limits.violations = 2
        }
        self.limits = limits
        cut = 1 + Int(input[0] >> 1) % 31
        var rest = input[1...]
        func line() -> String {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            defer { rest = rest[min(end + 1, rest.endIndex)...] }
            return String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
        }
        target = line()
        var fields = HTTPFields()
        while !rest.isEmpty {
            let text = line()
            if text.isEmpty { break }
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { continue }
            fields.append(HTTPField(name: name, value: parts[1].trimmingCharacters(in: .whitespaces)))
        }
        self.fields = fields
        body = Array(rest)
    }

    /// The body in pieces.
    var chunks: [[UInt8]] {
        stride(from: 0, to: body.count, by: cut).map { Array(body[$0..<min($0 + cut, body.count)]) }
    }

    /// The request; nil if the target is none, or not one of `/things/{id}`.
    func request(_ method: HTTPRequest.Method, fields: HTTPFields? = nil) -> Request? {
        let head = RequestHead(method: method, target: target, fields: fields ?? self.fields)
        guard let target = try? RequestTarget(head) else { return nil }
        let path = target.path(head)
        let prefix = "/things/"
        guard path.hasPrefix(prefix), !path.dropFirst(prefix.count).contains("/"), path.utf8.count > prefix.utf8.count
        else { return nil }
        var captures = PathCaptures(names: ["id"])
        captures.append(ByteRange(start: prefix.utf8.count, count: path.utf8.count - prefix.utf8.count))
        return Request(head: head, target: target, captures: captures)
    }

    /// Whether the body is an urlencoded form, or says nothing and is empty.
    var isUrlencoded: Bool {
        let type = fields[values: .contentType]
        return type.count == 1 && type[0].lowercased() == "application/x-www-form-urlencoded"
    }

    /// The form as multipart; nil where the two forms have no counterpart: a comma between the items of a list, a broken
    /// percent sign, a name with quotes, more than a field may hold.
    func multipart() -> (request: Request, body: [UInt8])? {
        let parameters = QueryParameters(bytes: body, range: body.indices)
        var count = 0
        parameters.forEachPair { _ in
            count += 1
            return true
        }
        let pairs = parameters.pairs
        guard pairs.count == count, 1...limits.formFields ~= count, !body.contains(UInt8(ascii: ",")) else {
            return nil
        }
        var form: [UInt8] = []
        for (name, value) in pairs {
            let isPlain = name.utf8.allSatisfy {
                $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || "[]-_".utf8.contains($0)
            }
            guard isPlain, value.utf8.count <= Folder.settings.field, !value.contains("--boundary") else { return nil }
            form += "--boundary\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8
            form += value.utf8
            form += "\r\n".utf8
        }
        form += "--boundary--\r\n".utf8
        var fields = fields
        fields[.contentType] = "multipart/form-data; boundary=boundary"
        return request(.post, fields: fields).map { ($0, form) }
    }
}
