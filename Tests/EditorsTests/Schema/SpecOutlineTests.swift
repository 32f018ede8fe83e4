import Testing

@testable import GatewaySpec

@Suite struct SpecOutlineTests {
    @Test("the outline knows every kind of name that the table of keys has")
    func names() {
        for place in Place.allCases {
            for row in place.rows {
                for what in Self.names(in: row.shape) {
                    #expect(SpecName(what) != .other, "\(place).\(row.name): \(what)")
                }
            }
        }
    }

    @Test("every key whose value is the name of something refers to it")
    func references() {
        // What is named there, and not referred to.
        let declarations: Set<String> = ["group.name", "slow.conflate"]
        for place in Place.allCases {
            for row in place.rows where !declarations.contains("\(place).\(row.name)") {
                guard Self.isName(row.shape) else { continue }
                #expect(SpecTarget.target(of: row.name, in: place) != nil, "\(place).\(row.name)")
            }
        }
    }

    private static func names(in shape: Shape) -> [String] {
        switch shape {
        case .names(_, let what, let value): [what] + names(in: value)
        case .list(let item), .oneOrList(let item): names(in: item)
        case .either(let shapes): shapes.flatMap(names)
        default: []
        }
    }

    private static func isName(_ shape: Shape) -> Bool {
        switch shape {
        case .scalar(let scalar):
            scalar.expected.hasPrefix("the name of a") && scalar.name == "name" && scalar.words.isEmpty
                && !scalar.expected.contains("function")
        case .list(let item), .oneOrList(let item): isName(item)
        case .names(_, _, let value): isName(value)
        default: false
        }
    }
}
