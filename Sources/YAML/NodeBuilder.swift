import GatewayDiagnostics

/// Turns events into nodes, and finds what is sound YAML but no document for us.
struct NodeBuilder {
    private let file: SourceFile
    private let limits: YAMLLimits
    /// What was found, in the document's order.
    private(set) var findings: [Diagnostic] = []
    private var root: Node?
    /// The lists and mappings that are still open, outermost first.
    private var open: [OpenCollection] = []
    private var anchors: [String: Anchor] = [:]
    private var lastScalar: SyntaxFinding.LastScalar?
    private var firstDocument: SourcePosition?
    private var nodeCount = 0
    private var aliasedCount = 0

    init(file: SourceFile, limits: YAMLLimits) {
        self.file = file
        self.limits = limits
    }

    /// A named node, and what an alias of it adds.
    private struct Anchor {
        let node: Node
        let size: Size
    }

    /// Thrown when reading cannot go on; the finding is recorded before.
    private struct Stop: Error {}

    /// The document's root: a null scalar for an empty one, `nil` if reading had to stop.
    ///
    /// - Parameter parse: gives all events to the function it gets; throws a `SyntaxFailure`, and what that throws.
    mutating func build(_ parse: ((Event) throws -> Void) throws -> Void) -> Node? {
        do {
            try parse { try add($0) }
        } catch let failure as SyntaxFailure {
            let openFlow = open.last { $0.isFlow }?.start
            let finding = SyntaxFinding(failure: failure, file: file, openFlow: openFlow, lastScalar: lastScalar)
            findings.append(finding.diagnostic)
            return nil
        } catch {
            return nil
        }
        return root ?? Node(.scalar(Scalar("")), span: file.span(.start, .start))
    }

    private mutating func add(_ event: Event) throws {
        switch event.kind {
        case .streamEnd, .other: break
        case .documentStart:
            if let firstDocument { try refuseDocument(at: event.start, after: firstDocument) }
            firstDocument = event.start
        case .scalar(let text, let style, nil):
            let node = Node(.scalar(Scalar(text, style: style)), span: file.span(event.start, event.end))
            lastScalar = SyntaxFinding.LastScalar(start: event.start, end: event.end, style: style)
            try count(node.span)
            try add(node, .scalar, endingAt: event.end, anchor: nil)
        case .scalar(let text, let style, let properties?):
            try addScalar(text, style, properties, event)
        case .alias(let name): try addAlias(name, at: file.span(event.start, event.end))
        case .collectionStart(let isMapping, let isFlow, let properties):
            try begin(isMapping: isMapping, isFlow: isFlow, properties, at: event.start)
        case .collectionEnd: try end(at: event.end)
        }
    }
}

// MARK: - Events

extension NodeBuilder {
    private mutating func addScalar(
        _ text: String, _ style: Scalar.Style, _ properties: Event.Properties, _ event: Event
    ) throws {
        let place = PropertySpan(from: event.start, in: file)
        let tag = properties.tag.map(CoreTag.init)
        let scalar = Scalar(text, style: style, isTaggedString: tag?.makesString ?? false)
        let node = Node(
            .scalar(scalar), span: file.span(min(place.contentStart, event.end), event.end), tag: properties.tag)
        try count(node.span)
        if let tag, !tag.fits(scalar) { try refuse(tag, properties.tag, of: "'\(text)'", at: place.tag) }
        try add(node, .scalar, endingAt: event.end, anchor: properties.anchor)
    }

    private mutating func addAlias(_ name: String, at span: SourceSpan) throws {
        if let holder = open.last(where: { $0.properties?.anchor == name }) {
            try report(
                .recursiveAlias, "'*\(name)' stands inside the node that '&\(name)' names", at: span,
                help: "a node cannot hold itself: take the alias out",
                notes: [Diagnostic.Note("the node begins here", at: file.span(holder.start, holder.start))])
        } else if let anchor = anchors[name] {
            guard anchor.size.nodes <= limits.aliasedNodes - aliasedCount else {
                try stop(
                    .aliasExpansion, "aliases repeat more than \(limits.aliasedNodes) nodes", at: span,
                    help: "write out what you need, or give the repeated part a name of its own")
            }
            guard open.count + anchor.size.depth <= limits.depth else { try stopTooDeep(at: span) }
            aliasedCount += anchor.size.nodes
            return try add(anchor.node, anchor.size, endingAt: span.end, anchor: nil, alias: span)
        } else {
            let suggestion = Suggestion.closest(to: name, among: anchors.keys).map { "did you mean '*\($0)'?" }
            try report(
                .unknownAlias, "nothing above is named '&\(name)'", at: span,
                help: suggestion ?? "put quotes around text that begins with '*'")
        }
        try add(Node(.scalar(Scalar("")), span: span), .scalar, endingAt: span.end, anchor: nil, alias: span)
    }

    private mutating func begin(
        isMapping: Bool, isFlow: Bool, _ properties: Event.Properties?, at start: SourcePosition
    ) throws {
        var start = start
        if let properties {
            let place = PropertySpan(from: start, in: file)
            start = place.contentStart
            if let tag = properties.tag.map(CoreTag.init), !tag.fits(isMapping: isMapping) {
                try refuse(tag, properties.tag, of: isMapping ? "a mapping" : "a list", at: place.tag)
            }
        }
        let span = file.span(start, start.advanced(by: 1))
        try count(span)
        guard open.count < limits.depth else { try stopTooDeep(at: span) }
        open.append(OpenCollection(isMapping: isMapping, isFlow: isFlow, start: start, properties: properties))
    }

    private mutating func end(at place: SourcePosition) throws {
        guard let collection = open.popLast() else { return }
        let node = collection.close(at: place, in: file)
        try add(node, collection.size, endingAt: node.span.end, anchor: collection.properties?.anchor)
    }

    private mutating func count(_ span: SourceSpan) throws {
        nodeCount += 1
        guard nodeCount <= limits.nodes else {
            try stop(.tooManyNodes, "the document has more than \(limits.nodes) nodes", at: span)
        }
    }

    /// Gives a finished node to the collection it is in; `alias` is the place of the alias it stands behind.
    private mutating func add(
        _ node: Node, _ size: Size, endingAt end: SourcePosition, anchor: String?, alias: SourceSpan? = nil
    ) throws {
        if let anchor { anchors[anchor] = Anchor(node: node, size: size) }
        guard let last = open.indices.last else {
            root = node
            return
        }
        if let refusal = open[last].append(node, size, endingAt: end) {
            try report(refusal, ofKey: node, at: alias ?? node.span)
        }
    }
}

// MARK: - Findings

extension NodeBuilder {
    private mutating func report(
        _ refusal: OpenCollection.Refusal, ofKey node: Node, at span: SourceSpan
    ) throws {
        switch refusal {
        case .duplicate(let name, let first):
            try report(
                .duplicateKey, "the key '\(name)' stands twice in this mapping", at: span, help: "keep one of them",
                notes: [Diagnostic.Note("'\(name)' stands here first", at: first.span)])
        case .merge:
            try report(
                .mergeKey, "merge keys ('<<') are not part of YAML 1.2", at: span,
                help: "write the entries out here")
        case .empty:
            try report(
                .emptyKey, "a key is missing before the colon", at: span,
                help: "write \"\" if the key is the empty text")
        case .notScalar:
            try report(
                .keyNotScalar, "a key must be text, not \(node.kindName)", at: span,
                help: "put quotes around it if it is meant as text")
        }
    }

    private mutating func refuse(_ tag: CoreTag, _ name: String?, of value: String, at span: SourceSpan) throws {
        if tag == .unknown {
            try report(
                .unknownTag, "unknown tag '\(CoreTag.shortName(name ?? "!"))'", at: span,
                help: "take it out, or put quotes around text that begins with '!'")
        } else {
            try report(
                .tagMismatch, "\(value) is not what its tag says", at: span,
                help: "take the tag out, or mend the value")
        }
    }

    private mutating func refuseDocument(at place: SourcePosition, after first: SourcePosition) throws -> Never {
        try stop(
            .severalDocuments, "a second document begins here", at: file.span(place, place.advanced(by: 3)),
            help: "put it into a file of its own",
            notes: [Diagnostic.Note("the first document begins here", at: file.span(first, first))])
    }

    private mutating func stopTooDeep(at span: SourceSpan) throws -> Never {
        try stop(
            .tooDeep, "nested more than \(limits.depth) deep", at: span,
            help: "give the inner part a name of its own, further out")
    }

    private mutating func report(
        _ rule: YAMLRule, _ message: String, at span: SourceSpan, help: String, notes: [Diagnostic.Note] = []
    ) throws {
        findings.append(rule.error(message, at: span, help: help, notes: notes))
        guard findings.count < limits.findings else {
            try stop(
                .tooManyFindings, "reading stopped after \(limits.findings) findings", at: span,
                help: "mend these first")
        }
    }

    private mutating func stop(
        _ rule: YAMLRule, _ message: String, at span: SourceSpan, help: String? = nil, notes: [Diagnostic.Note] = []
    ) throws -> Never {
        findings.append(rule.error(message, at: span, help: help, notes: notes))
        throw Stop()
    }
}
