/// Replaces `${NAME}` and `${NAME:default}` in a value.
struct EnvironmentReference {
    /// What a value became.
    struct Expansion {
        var text = ""
        var isFromEnvironment = false
        /// What went wrong, with the place counted in scalars from the value's start.
        var problems: [(range: Range<Int>, message: String, help: String)] = []
    }

    /// Expands a value's text; `nil` if there is nothing to expand.
    static func expand(_ text: String, _ environment: (String) -> String?) -> Expansion? {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return nil }
        let scalars = Array(text.unicodeScalars)
        var expansion = Expansion()
        var output = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if starts("$${", scalars, index) {
                output.append(contentsOf: "${".unicodeScalars)
                index += 3
            } else if starts("${", scalars, index) {
                let end = scalars[index...].firstIndex(of: "}") ?? scalars.count
                let range = index..<min(end + 1, scalars.count)
                switch resolve(scalars[(index + 2)..<end], isClosed: end < scalars.count, environment) {
                case .success(let value):
                    output.append(contentsOf: value.unicodeScalars)
                    expansion.isFromEnvironment = true
                case .failure(let fault): expansion.problems.append((range, fault.message, fault.help))
                }
                index = range.upperBound
            } else {
                output.append(scalars[index])
                index += 1
            }
        }
        expansion.text = String(output)
        return expansion
    }

    private struct Fault: Error {
        let message: String
        let help: String
    }

    private static func resolve(
        _ reference: ArraySlice<Unicode.Scalar>, isClosed: Bool, _ environment: (String) -> String?
    ) -> Result<String, Fault> {
        let literal = "write $${ for a literal ${"
        guard isClosed else {
            return .failure(Fault(message: "'${' is never closed", help: "add the closing }, or \(literal)"))
        }
        let colon = reference.firstIndex(of: ":")
        let name = String(String.UnicodeScalarView(reference[..<(colon ?? reference.endIndex)]))
        guard isName(name) else {
            return .failure(
                Fault(
                    message: "'\(name)' is no name of an environment variable",
                    help: "a name has letters, digits and underscores; \(literal)"))
        }
        if let value = environment(name) { return .success(value) }
        if let colon { return .success(String(String.UnicodeScalarView(reference[(colon + 1)...]))) }
        return .failure(
            Fault(
                message: "the environment variable \(name) is not set",
                help: "set it, or give a default: ${\(name):default}"))
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    private static func starts(_ prefix: String, _ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        scalars[index...].starts(with: prefix.unicodeScalars)
    }
}
