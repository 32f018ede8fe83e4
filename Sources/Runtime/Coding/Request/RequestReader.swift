import HTTPTypes

/// Reads a handler's input from a request and records all that is wrong with it.
///
/// What is missing or breaks a rule reads as nil; read everything, then `finish()`. An empty parameter that is no string
/// reads as absent, as browsers send the fields of a form that nobody filled.
public struct RequestReader: Sendable {
    /// The request that is read.
    public let request: Request
    /// The whole body.
    public let body: [UInt8]
    /// Who sent the request, where the route asks for `auth`.
    let sender: Identity?
    /// What is wrong so far.
    public private(set) var violations: [Violation] = []
    /// How many more there are.
    private var unlisted = 0
    /// What can't be read at all.
    var malformed: String?
    /// What ends the reading with another status than 400 or 422.
    var refusal: HTTPError?
    private let limits: InputLimits
    private var query: QueryParameters?
    private var form: QueryParameters?
    /// What was read as a list: only those go by `name[]` too.
    private var lists: Set<String> = []
    /// The files of a form, by its fields' names.
    private(set) var files: [(field: String, file: UploadedFile)] = []

    package init(
        _ request: Request, body: [UInt8] = [], identity: Identity? = nil, limits: InputLimits = InputLimits()
    ) {
        self.request = request
        self.body = body
        self.limits = limits
        sender = identity
    }

    /// Reads a multipart form that was received.
    init(_ request: Request, form: ReceivedForm, identity: Identity?, limits: InputLimits) {
        self.init(request, identity: identity, limits: limits)
        files = form.files
        self.form = QueryParameters(bytes: form.fields, range: form.fields.indices)
    }

    /// What to throw once a value is missing: all that was recorded.
    public var failure: any Error {
        if let refusal { return refusal }
        var failure = ValidationFailure(
            violations: violations, malformed: malformed != nil, detail: malformed, unlisted: unlisted)
        failure.status = limits.violationStatus
        return failure
    }

    /// Throws if anything was recorded.
    public func finish() throws {
        if refusal != nil || malformed != nil || !violations.isEmpty { throw failure }
    }

    /// Records what is wrong with an input.
    public mutating func record(_ violation: Violation) {
        if violations.count < limits.violations { violations.append(violation) } else { unlisted += 1 }
    }

    // MARK: Parameters

    /// A parameter that must be there, unless there is a default for it.
    public mutating func value<Value>(
        _ name: String, in source: Violation.Source, _ form: ParameterForm<Value>, default: Value? = nil
    ) -> Value? {
        switch parse(name, source, form) {
        case .value(let value):
            return value
        case .broken:
            return nil
        case .absent:
            if `default` == nil { recordMissing(name, source) }
            return `default`
        }
    }

    @usableFromInline
    mutating func recordMissing(_ name: String, _ source: Violation.Source) {
        record(Violation(source, name, "is required", code: "required"))
    }

    /// A parameter that may be absent.
    public mutating func optional<Value>(
        _ name: String, in source: Violation.Source, _ form: ParameterForm<Value>
    ) -> Value? {
        if case .value(let value) = parse(name, source, form) { value } else { nil }
    }

    @usableFromInline
    enum Parsed<Value> {
        case value(Value)
        case absent
        case broken
    }

    private mutating func parse<Value>(
        _ name: String, _ source: Violation.Source, _ form: ParameterForm<Value>
    ) -> Parsed<Value> {
        switch text(name, source) {
        case .absent: return .absent
        case .broken: return .broken
        case .value(let text):
            if text.isEmpty, !form.takesEmpty { return .absent }
            switch form.parse(text) {
            case .success(let value): return .value(value)
            case .failure(let refusal):
                record(Violation(source, name, refusal.breach.message, code: refusal.breach.code))
                return .broken
            }
        }
    }

    mutating func text(_ name: String, _ source: Violation.Source) -> Parsed<String> {
        switch source {
        case .path:
            return request.pathParameter(name).map { .value($0) } ?? .absent
        case .header:
            guard let field = HTTPField.Name(name) else { return .absent }
            return request.header(field).map { .value($0) } ?? .absent
        case .cookie:
            return request.cookies[name].map { .value($0) } ?? .absent
        case .query:
            return single(name, source, in: queryParameters())
        case .form, .body:
            return single(name, source, in: formFields())
        }
    }

    private mutating func single(
        _ name: String, _ source: Violation.Source, in parameters: QueryParameters
    ) -> Parsed<String> {
        var found: Parsed<String> = .absent
        var count = 0
        parameters.forEachPair { pair in
            guard URLEncoded.name(pair.name, is: name) else { return true }
            count += 1
            found = URLEncoded.decode(pair.value).map { .value($0) } ?? .broken
            return count < 2
        }
        if case .broken = found {
            malformed = "the \(source.rawValue) parameter \(name) is not percent-encoded UTF-8"
        } else if count > 1 {
            record(Violation(source, name, "must be given once", code: "items"))
            return .broken
        }
        return found
    }

    // MARK: Lists

    /// A list: `a=1&a=2`, `a[]=1&a[]=2` or `a=1,2` (a comma that belongs to a value is sent as `%2C`).
    ///
    /// Without any of these it is empty, or what the default says.
    public mutating func list<Value>(
        _ name: String, in source: Violation.Source, _ form: ParameterForm<Value>, items: some LengthBounds = 0...,
        default: [Value]? = nil
    ) -> [Value]? {
        guard let texts = texts(name, source) else { return nil }
        if texts.isEmpty, let `default` { return `default` }
        guard texts.count >= items.fewest, texts.count <= items.most else {
            let message = texts.isEmpty ? "is required" : Messages.count(items.fewest, items.most, "item")
            record(Violation(source, name, message, code: texts.isEmpty ? "required" : "items"))
            return nil
        }
        var values: [Value] = []
        for (index, text) in texts.enumerated() {
            switch form.parse(text) {
            case .success(let value): values.append(value)
            case .failure(let refusal):
                record(Violation(source, "\(name)[\(index)]", refusal.breach.message, code: refusal.breach.code))
            }
        }
        return values.count == texts.count ? values : nil
    }

    private mutating func texts(_ name: String, _ source: Violation.Source) -> [String]? {
        guard source == .query || source == .form else {
            guard case .value(let text) = text(name, source) else { return [] }
            return text.split(separator: ",", omittingEmptySubsequences: true).map { StringRules.trimmed(String($0)) }
        }
        lists.insert(name)
        let parameters = source == .query ? queryParameters() : formFields()
        var result: [String] = []
        var isBroken = false
        let bracketed = name + "[]"
        parameters.forEachPair { pair in
            guard URLEncoded.name(pair.name, is: name) || URLEncoded.name(pair.name, is: bracketed) else { return true }
            for part in pair.value.split(separator: UInt8(ascii: ",")) {
                guard let text = URLEncoded.decode(UnsafeRawBufferPointer(rebasing: part)) else {
                    isBroken = true
                    return false
                }
                result.append(text)
            }
            return true
        }
        guard !isBroken else {
            malformed = "the \(source.rawValue) parameter \(name) is not percent-encoded UTF-8"
            return nil
        }
        return result
    }

    // MARK: Between parameters

    /// Records that a parameter is missing which another one, that is there, requires.
    public mutating func require(_ name: String, in source: Violation.Source, with other: String) {
        guard has(other, source), !has(name, source) else { return }
        record(Violation(source, name, "is required with '\(other)'", code: "required"))
    }

    /// Records that a parameter is there which another one, that is there too, excludes.
    public mutating func exclude(_ name: String, in source: Violation.Source, with other: String) {
        guard has(other, source), has(name, source) else { return }
        record(Violation(source, name, Messages.excluded(by: other), code: "excludes"))
    }

    /// Whether a parameter has any text.
    private mutating func has(_ name: String, _ source: Violation.Source) -> Bool {
        switch source {
        case .path, .header, .cookie:
            guard case .value(let text) = text(name, source) else { return false }
            return !text.isEmpty
        case .query, .form, .body:
            let bracketed = lists.contains(name) ? name + "[]" : name
            var isThere = false
            (source == .query ? queryParameters() : formFields()).forEachPair { pair in
                let isIt = URLEncoded.name(pair.name, is: name) || URLEncoded.name(pair.name, is: bracketed)
                isThere = isIt && !pair.value.isEmpty
                return !isThere
            }
            return isThere
        }
    }

    /// The query, which each parameter looks through: that is bounded work only with a limit on what is in it.
    private mutating func queryParameters() -> QueryParameters {
        if let query { return query }
        var parameters = request.query
        if !parameters.hasAtMost(limits.queryParameters) {
            refusal = .badRequest("the query may have at most \(limits.queryParameters) parameters")
            parameters = QueryParameters(bytes: [], range: 0..<0)
        }
        query = parameters
        return parameters
    }

    private mutating func formFields() -> QueryParameters {
        if let form { return form }
        let isForm = MediaType.isForm(request.head)
        if !isForm, !body.isEmpty {
            refusal = .unsupportedMediaType(expected: "application/x-www-form-urlencoded or multipart/form-data")
        }
        var fields = QueryParameters(bytes: isForm ? body : [], range: 0..<(isForm ? body.count : 0))
        if !fields.hasAtMost(limits.formFields) {
            refusal = HTTPError(.contentTooLarge, detail: "the form may have at most \(limits.formFields) fields")
            fields = QueryParameters(bytes: [], range: 0..<0)
        }
        form = fields
        return fields
    }

    // MARK: Body

    /// The body as JSON; nil (and recorded) if it is none, or breaks its type. A type with rules of its own (`SelfChecking`) is asked
    /// for them.
    ///
    /// - Parameter options: how strictly it is read (default: as the service's settings say).
    public mutating func json<Value: JSONDecodable>(
        _ type: Value.Type = Value.self, options: JSONOptions? = nil
    ) -> Value? {
        let value = json(options: options) { (json) throws(DecodingFailure) in try Value(from: &json) }
        if let value, let own = value as? any SelfChecking {
            var found: [Violation] = []
            own.check(&found)
            for violation in found { record(violation) }
        }
        return value
    }

    /// The body as JSON that the closure reads; nil (and recorded) if it is none, or breaks a rule.
    public mutating func json<Value>(
        options: JSONOptions? = nil, _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) -> Value? {
        guard MediaType.mayBeJSON(request.head) else {
            refusal = .unsupportedMediaType(expected: "application/json")
            return nil
        }
        do throws(ValidationFailure) {
            return try JSONReader.decode(from: body, options: options ?? limits.json, read)
        } catch {
            if error.malformed { malformed = error.detail ?? "not JSON" }
            for violation in error.violations { record(violation) }
            unlisted += error.unlisted
            return nil
        }
    }

    /// The body as JSON; nil without a record if it is empty.
    public mutating func optionalJSON<Value: JSONDecodable>(
        _ type: Value.Type = Value.self, options: JSONOptions? = nil
    ) -> Value? {
        body.isEmpty ? nil : json(type, options: options)
    }

    /// The body as JSON that the closure reads; nil without a record if it is empty.
    public mutating func optionalJSON<Value>(
        options: JSONOptions? = nil, _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) -> Value? {
        body.isEmpty ? nil : json(options: options, read)
    }
}
