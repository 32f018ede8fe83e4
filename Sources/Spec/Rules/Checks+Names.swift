import GatewayDiagnostics

extension SpecCheck {
    static let names = [
        SpecCheck("no type takes a name that the language or Swift needs") { $0.checkReserved() },
        SpecCheck("no handler takes a name that Swift needs") { $0.checkReservedHandlers() },
        SpecCheck("names are still different in Swift") { $0.checkTypeClashes() },
        SpecCheck("an object's fields, an enum's cases, a route's parameters are still different in Swift") {
            $0.checkMemberClashes()
        },
        SpecCheck("hubs, upstreams, middlewares and ways to authenticate have names of their own") {
            $0.checkDeclarationNames()
        },
    ]
}

extension CheckContext {
    /// Words that mean something where a type may stand.
    private static let languageWords: Set<String> =
        Set(ScalarType.allCases.map(\.rawValue)).union(RawContent.allCases.map(\.rawValue)).union(["any", "none"])

    fileprivate mutating func checkReserved() {
        for type in spec.types {
            let name = type.name.value
            guard NameShape.type.complaint(name, what: "type") == nil else { continue }
            if Self.languageWords.contains(name) {
                report(
                    .reservedName, "'\(name)' is a word of the language", at: type.name.span,
                    help: "choose another name, such as `\(SwiftName.type(name))Value`")
                continue
            }
            let swift = type.swift
            if SwiftName.reservedTypes.contains(swift.value) {
                let isGiven = type.swiftName != nil
                report(
                    .reservedName, "'\(swift.value)' is a name of Swift's own", at: swift.span,
                    help: isGiven
                        ? "choose another name"
                        : "choose another name, or give one for Swift alone: `\(type.swiftNameKey): \(swift.value)Value`"
                )
            }
        }
    }

    /// A handler's name stands for a function and, with a capital, for a type.
    fileprivate mutating func checkReservedHandlers() {
        for case .handler(let handler) in spec.routes.map(\.action) {
            let (type, member) = (SwiftName.type(handler.value), SwiftName.member(handler.value))
            guard SwiftName.reservedTypes.contains(type) || SwiftName.reservedMembers.contains(member) else { continue }
            report(
                .reservedName, "the handler '\(handler.value)' would be '\(type)', a name of Swift's own",
                at: handler.span,
                help: "choose another name, such as `\(member)Request`")
        }
    }

    fileprivate mutating func checkTypeClashes() {
        var taken: [String: (what: String, span: SourceSpan)] = [:]
        let service = spec.name
        if !service.value.isEmpty {
            for name in SwiftName.serviceTypes(service.value) {
                taken[name] = ("what is generated for the service", service.span)
            }
        }
        var hubs: Set<String> = []
        for hub in spec.hubs where hubs.insert(SwiftName.type(hub.name.value)).inserted {
            for name in SwiftName.hubTypes(hub.name.value) {
                if let other = taken[name], other.span != hub.name.span {
                    reportClash(name, "the hub '\(hub.name.value)'", at: hub.name.span, with: other)
                } else {
                    taken[name] = ("what is generated for the hub '\(hub.name.value)'", hub.name.span)
                }
            }
        }
        for middleware in spec.middleware {
            let name = SwiftName.middlewareProtocol(middleware.name.value)
            if let other = taken[name], !other.what.hasPrefix("the protocol") {
                reportClash(name, "the middleware '\(middleware.name.value)'", at: middleware.name.span, with: other)
            } else if taken[name] == nil {
                taken[name] = ("the protocol of the middleware '\(middleware.name.value)'", middleware.name.span)
            }
        }
        for route in spec.routes {
            guard case .handler(let handler) = route.action else { continue }
            let name = SwiftName.type(handler.value)
            // The same handler twice is another rule's.
            if let other = taken[name], !other.what.hasPrefix("the handler") {
                reportClash(name, "the handler '\(handler.value)'", at: handler.span, with: other)
            } else if taken[name] == nil {
                taken[name] = ("the handler '\(handler.value)'", handler.span)
            }
        }
        var names: Set<String> = []
        for type in spec.types where names.insert(type.name.value).inserted {
            let swift = type.swift
            if Self.languageWords.contains(type.name.value) || SwiftName.reservedTypes.contains(swift.value) {
                continue
            }
            if let other = taken[swift.value] {
                let help = "rename it, or give a name for Swift alone: `\(type.swiftNameKey): \(swift.value)Value`"
                reportClash(swift.value, "the type '\(type.name.value)'", at: swift.span, with: other, help: help)
            } else {
                taken[swift.value] = ("the type '\(type.name.value)'", type.name.span)
            }
        }
    }

    private mutating func reportClash(
        _ name: String, _ what: String, at span: SourceSpan, with other: (what: String, span: SourceSpan),
        help: String = "rename one of them"
    ) {
        report(
            .typeClash, "\(what) clashes in Swift: '\(name)' is \(other.what)", at: span, help: help,
            notes: [Diagnostic.Note(other.what, at: other.span)])
    }

    fileprivate mutating func checkMemberClashes() {
        for type in spec.types {
            switch type.kind {
            case .object(let object):
                checkMembers(spec.fields(of: object).map { ($0.name, $0.swiftName) }, "fields", "swiftName")
            case .enumeration(let enumeration):
                for item in enumeration.cases where SwiftName.member(item.name.value) == "allCases" {
                    report(
                        .reservedName, "'allCases' cannot be one of the values", at: item.name.span,
                        label: "every enum has it in Swift", help: "choose another name")
                }
                checkMembers(enumeration.cases.map { ($0.name, nil) }, "values", nil)
            case .union(let union):
                checkMembers(union.members.map { ($0.tag, nil) }, "tags", nil)
            case .alias: break
            }
        }
        for route in spec.routes {
            // Two of one name in one part of the request are another rule's.
            var wireNames: Set<[String]> = []
            let parameters = route.parameters.filter {
                wireNames.insert([$0.source.rawValue, $0.field.wireName.lowercased()]).inserted
            }
            var members = parameters.map { ($0.field.name, $0.field.swiftName) }
            if let body = route.bodySpan { members.append((Spanned("body", body), nil)) }
            checkCaller(of: route, members)
            checkMembers(members, "parameters", "swiftName", isRoute: true)
        }
    }

    /// Behind `auth`, handlers and hubs get more than the parameters: who calls.
    private mutating func checkCaller(
        of route: Route, _ members: [(name: Spanned<String>, swift: Spanned<String>?)]
    ) {
        let (taken, scheme) = spec.callerMembers(of: route)
        guard let scheme else { return }
        for (name, given) in members {
            let swift = given?.value ?? SwiftName.member(name.value)
            guard taken.contains(swift) else { continue }
            report(
                .memberClash, "'\(swift)' is in Swift what tells who calls", at: given?.span ?? name.span,
                help: "give it another name for Swift alone: `swiftName: \(swift)Value`",
                notes: [Diagnostic.Note("since there is `auth`", at: scheme.span)])
        }
    }

    private mutating func checkMembers(
        _ members: [(name: Spanned<String>, swift: Spanned<String>?)], _ what: String, _ key: String?,
        isRoute: Bool = false
    ) {
        var taken: [String: Spanned<String>] = [:]
        for (name, given) in members {
            guard NameShape.member.complaint(name.value, what: "") == nil else { continue }
            let swift = given ?? Spanned(SwiftName.member(name.value), name.span)
            if SwiftName.reservedMembers.contains(swift.value) {
                let way = key.map { "; for Swift alone: `\($0): \(swift.value)Value`" } ?? ""
                report(
                    .reservedName, "'\(swift.value)' cannot be the name of one of the \(what)", at: swift.span,
                    label: "Swift has a use of its own for it", help: "choose another name" + way)
            }
            guard let earlier = taken[swift.value] else {
                taken[swift.value] = name
                continue
            }
            // Two fields of one name on the wire are another rule's.
            if earlier.value == name.value, !isRoute { continue }
            report(
                .memberClash, "two \(what) become '\(swift.value)' in Swift", at: swift.span,
                help: key.map { "give one a name for Swift alone: `\($0): …`" } ?? "rename one of them",
                notes: [Diagnostic.Note("the first one", at: earlier.span)])
        }
    }

    fileprivate mutating func checkDeclarationNames() {
        checkUnique(spec.hubs.map(\.name), "hub")
        checkUnique(spec.upstreams.map(\.name), "upstream")
        let long = Set(spec.middleware.filter(\.isLong).map(\.name.value))
        checkUnique(spec.middleware.map(\.name), "middleware") { !long.contains($0) }
        for middleware in spec.middleware {
            let swift = SwiftName.member(middleware.name.value)
            guard SwiftName.reservedMembers.contains(swift) else { continue }
            report(
                .reservedName, "'\(swift)' cannot be the name of a middleware", at: middleware.name.span,
                label: "Swift has a use of its own for it", help: "choose another name")
        }
        checkUnique(spec.auth.map(\.name), "way to authenticate")
        for scheme in spec.auth where scheme.name.value == "none" {
            report(
                .reservedName, "'none' is a word of the language", at: scheme.name.span,
                help: "`auth: none` lets everyone in")
        }
    }

    /// - Parameter isTold: whether a name that a list has twice has been told so.
    private mutating func checkUnique(
        _ names: [Spanned<String>], _ what: String, isTold: (String) -> Bool = { _ in false }
    ) {
        var first: [String: Spanned<String>] = [:]
        for name in names {
            let key = SwiftName.member(name.value)
            if let earlier = first[key] {
                guard !isTold(name.value) || earlier.span.file != name.span.file || earlier != name else { continue }
                let isSame = earlier == name
                report(
                    .duplicateName,
                    isSame
                        ? "the \(what) '\(name.value)' is declared twice"
                        : "two of the kind '\(what)' become '\(key)' in Swift",
                    at: name.span, notes: [Diagnostic.Note("first declared here", at: earlier.span)])
            } else {
                first[key] = name
            }
        }
    }
}

extension TypeDeclaration {
    /// The name in Swift, at the place that decides it.
    var swift: Spanned<String> { swiftName ?? Spanned(SwiftName.type(name.value), name.span) }

    /// The key that gives a name for Swift alone.
    var swiftNameKey: String {
        if case .object = kind { "$swiftName" } else { "swiftName" }
    }
}

extension ServiceSpec {
    /// What a handler or a hub gets of who calls, besides the parameters, and what makes it so; nothing on open routes.
    fileprivate func callerMembers(of route: Route) -> (names: [String], scheme: Spanned<String>?) {
        var routes = [route]
        if case .hub(let binding) = route.action, let hub = hub(named: binding.hub.value) {
            routes = self.routes(to: hub)
        }
        let scheme = routes.lazy.flatMap(\.auth.schemes).first
        let hasClaims = routes.contains { claims(of: $0) != nil }
        return (["identity"] + (hasClaims ? ["claims"] : []), scheme)
    }
}
