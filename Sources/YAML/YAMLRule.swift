public import GatewayDiagnostics

/// A kind of finding of the YAML reader: one table of codes and explanations. A code never changes its meaning.
public enum YAMLRule: String, CaseIterable, Sendable {
    case fileTooLarge = "YAML0001"
    case notUTF8 = "YAML0002"
    case forbiddenCharacter = "YAML0003"
    case tabIndentation = "YAML0004"
    case syntax = "YAML0005"
    case unclosedQuote = "YAML0006"
    case unclosedBracket = "YAML0007"
    case missingComma = "YAML0008"
    case missingColon = "YAML0009"
    case misplacedValue = "YAML0010"
    case indentation = "YAML0011"
    case reservedCharacter = "YAML0012"
    case badEscape = "YAML0013"
    case badBlockScalar = "YAML0014"
    case badProperty = "YAML0015"
    case optionalSuffix = "YAML0016"
    case misplacedItem = "YAML0017"
    case duplicateKey = "YAML0020"
    case keyNotScalar = "YAML0021"
    case emptyKey = "YAML0022"
    case mergeKey = "YAML0023"
    case unknownAlias = "YAML0024"
    case recursiveAlias = "YAML0025"
    case aliasExpansion = "YAML0026"
    case unknownTag = "YAML0027"
    case tagMismatch = "YAML0028"
    case severalDocuments = "YAML0029"
    case tooDeep = "YAML0030"
    case tooManyNodes = "YAML0031"
    case tooManyFindings = "YAML0032"

    /// The code that findings show.
    public var code: DiagnosticCode { DiagnosticCode(rawValue: rawValue) }

    /// A few words for what it is about.
    public var title: String { text.title }

    /// What is wrong and how to mend it, for `gen explain`.
    public var explanation: String { text.explanation }

    /// The rule with this code, if it is one of the reader's.
    public init?(code: DiagnosticCode) {
        self.init(rawValue: code.rawValue)
    }

    func error(
        _ message: String, at span: SourceSpan, label: String? = nil, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) -> Diagnostic {
        .error(code, message, at: span, label: label, help: help, notes: notes)
    }
}
