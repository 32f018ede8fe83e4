import GatewayDiagnostics
import GatewayYAML

/// Reads any bytes as YAML: no crash, either a tree or a finding, every place inside the file, every report printable.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let file = SourceFile(path: "f.yaml", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
    let limits = YAMLLimits(nodes: 10_000, aliasedNodes: 1000, findings: 20)
    var findings = DiagnosticSet()
    let root = YAMLReader.read(file, limits: limits, into: &findings)
    must(root != nil || findings.hasErrors, "neither tree nor finding")
    if let root {
        var budget = limits.nodes
        check(root, depth: 0, limits, &budget)
    }
    for finding in findings.sorted {
        must(YAMLRule(code: finding.code) != nil, "an unknown code \(finding.code)")
        must(!finding.message.isEmpty && finding.help?.isEmpty != true, "an empty message")
        for span in [finding.span] + finding.notes.map(\.span) { check(span, in: file) }
    }
    let text = TextRenderer(colour: false).render(findings)
    must(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{7F}" },
        "a control character in \(text)")
    _ = JSONRenderer().render(findings)
    _ = GitHubRenderer().render(findings)
    return 0
}

private func check(_ span: SourceSpan?, in file: SourceFile) {
    guard let span else { return must(false, "no place") }
    must(span.start <= span.end && span.end.line <= file.lineCount, "\(span) lies outside")
    for place in [span.start, span.end] {
        let width = file.line(place.line)?.unicodeScalars.count ?? -1
        must(place.column <= width + 1, "\(span) lies behind its line")
    }
}

private func check(_ node: Node, depth: Int, _ limits: YAMLLimits, _ budget: inout Int) {
    check(node.span, in: node.span.file)
    budget -= 1
    must(budget >= 0, "more nodes than the limit")
    must(depth <= limits.depth, "deeper than the limit")
    switch node.value {
    case .scalar(let scalar):
        _ = scalar.resolved
        check(node.span(from: 1, count: 1), in: node.span.file)
    case .sequence(let items):
        must(depth < limits.depth, "deeper than the limit")
        for item in items { check(item, depth: depth + 1, limits, &budget) }
    case .mapping(let entries):
        must(depth < limits.depth, "deeper than the limit")
        must(Set(entries.map(\.name)).count == entries.count, "a duplicate key")
        for entry in entries {
            must(entry.key.scalar != nil, "a key that is no scalar")
            check(entry.key, depth: depth, limits, &budget)
            check(entry.value, depth: depth + 1, limits, &budget)
        }
    }
}
