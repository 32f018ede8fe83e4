import GatewayDiagnostics
import GatewayYAML

extension SpecBuilder {
    /// The types of a document in the order of the file, whatever section they stand in.
    func declarations(_ root: Node) -> [TypeDeclaration] {
        var result: [TypeDeclaration] = []
        for section in root.mapping ?? [] {
            if section.name == "auth" { result += Self.claimsTypes(section.value) }
            guard let read = Self.reader(of: section.name) else { continue }
            result += (section.value.mapping ?? []).map(read)
        }
        return result
    }

    private static func reader(of section: String) -> ((Node.Entry) -> TypeDeclaration)? {
        switch section {
        case "types": object
        case "enums": enumeration
        case "unions": union
        case "aliases": alias
        default: nil
        }
    }

    private static func object(_ entry: Node.Entry) -> TypeDeclaration {
        object(entry, named: Spanned(entry.name, entry.key.span))
    }

    /// An object's declaration, by the name of the entry or another.
    static func object(
        _ entry: Node.Entry, named name: Spanned<String>, otherwise doc: String? = nil
    ) -> TypeDeclaration {
        let node = entry.value
        let fields = (node.mapping ?? []).filter { !$0.name.hasPrefix("$") }.map(TypeReader.field)
        let object = ObjectType(includes: TypeReader.names(node["$include"]), fields: fields)
        return declaration(
            name, .object(object), doc: node["$doc"]?.text ?? doc, deprecated: node["$deprecated"],
            example: node["$example"],
            swiftName: TypeReader.swiftName(node, key: "$swiftName"))
    }

    private static func enumeration(_ entry: Node.Entry) -> TypeDeclaration {
        let node = entry.value
        let values = node.sequence ?? node["values"]?.sequence ?? []
        var cases = values.compactMap { item in
            item.text.map { EnumType.Case(name: Spanned($0, item.span)) }
        }
        for value in node["values"]?.mapping ?? [] {
            cases.append(EnumType.Case(name: Spanned(value.name, value.key.span), doc: value.value.text))
        }
        return declaration(
            Spanned(entry.name, entry.key.span), .enumeration(EnumType(cases: cases)), doc: node["doc"]?.text,
            deprecated: node["deprecated"], example: nil, swiftName: TypeReader.swiftName(node))
    }

    private static func union(_ entry: Node.Entry) -> TypeDeclaration {
        let node = entry.value
        let members = (node["of"]?.mapping ?? []).compactMap { member in
            member.value.text.map {
                UnionType.Member(tag: Spanned(member.name, member.key.span), type: Spanned($0, member.value.span))
            }
        }
        let tag = node["by"].flatMap { node in node.text.map { Spanned($0, node.span) } }
        let union = UnionType(tag: tag ?? Spanned("type", entry.key.span), members: members)
        return declaration(
            Spanned(entry.name, entry.key.span), .union(union), doc: node["doc"]?.text,
            deprecated: node["deprecated"], example: node["example"], swiftName: TypeReader.swiftName(node))
    }

    private static func alias(_ entry: Node.Entry) -> TypeDeclaration {
        let node = entry.value
        let long = TypeReader.longForm(node)
        return declaration(
            Spanned(entry.name, entry.key.span), .alias(TypeReader.use(node)), doc: long?["doc"]?.text,
            deprecated: long?["deprecated"], example: long?["example"],
            swiftName: long.flatMap { TypeReader.swiftName($0) })
    }

    private static func declaration(
        _ name: Spanned<String>, _ kind: TypeDeclaration.Kind, doc: String?, deprecated: Node?, example: Node?,
        swiftName: Spanned<String>?
    ) -> TypeDeclaration {
        TypeDeclaration(
            name: name, kind: kind, doc: doc, deprecated: TypeReader.deprecation(deprecated),
            example: example.map { Spanned(TypeReader.literal($0), $0.shortSpan) }, swiftName: swiftName)
    }
}
