public import GatewayDiagnostics

/// A kind of finding about a spec: one table of codes and explanations. A code never changes its meaning.
public enum SpecRule: String, CaseIterable, Sendable {
    // The form of a document.
    case unknownKey = "GEN0101"
    case wrongKind = "GEN0102"
    case missingKey = "GEN0103"
    case unknownWord = "GEN0104"
    case unit = "GEN0105"
    case rangeForm = "GEN0106"
    case impossibleRange = "GEN0107"
    case numberOutOfBounds = "GEN0108"
    case badName = "GEN0109"
    case specVersion = "GEN0110"
    case conflictingKeys = "GEN0111"
    case secret = "GEN0112"
    case templateSyntax = "GEN0113"
    case empty = "GEN0114"
    case duplicateItem = "GEN0115"
    case badPath = "GEN0116"
    case badURL = "GEN0117"
    case badHeader = "GEN0118"

    // Types.
    case malformedType = "GEN0121"
    case inlineObject = "GEN0122"
    case unknownType = "GEN0123"
    case duplicateName = "GEN0124"
    case reservedName = "GEN0125"
    case typeClash = "GEN0126"
    case memberClash = "GEN0127"
    case recursiveType = "GEN0129"
    case recursiveAlias = "GEN0130"
    case unusedType = "GEN0131"
    case badInclude = "GEN0132"
    case duplicateField = "GEN0133"
    case badUnionMember = "GEN0134"
    case constraintMisfit = "GEN0135"
    case constraintOutOfType = "GEN0136"
    case defaultMisfit = "GEN0137"
    case defaultOutside = "GEN0138"
    case valueMisfit = "GEN0139"
    case badPattern = "GEN0140"
    case badDependency = "GEN0141"
    case optionalNotAllowed = "GEN0142"
    case nullableNotOptional = "GEN0143"
    case optionalWithDefault = "GEN0144"
    case fileOutsideForm = "GEN0145"

    // Imports.
    case unreadableFile = "GEN0151"
    case importCycle = "GEN0152"
    case tooManyFiles = "GEN0153"

    // Routes.
    case routeKey = "GEN0201"
    case unknownMethod = "GEN0202"
    case pathSyntax = "GEN0203"
    case duplicateRoute = "GEN0204"
    case noAction = "GEN0205"
    case severalActions = "GEN0206"
    case uselessKey = "GEN0207"
    case notInPath = "GEN0208"
    case parameterType = "GEN0209"
    case methodMisfit = "GEN0210"
    case bodyMisfit = "GEN0211"
    case badStatus = "GEN0212"
    case duplicateHandler = "GEN0213"
    case unknownUpstream = "GEN0214"
    case unknownMiddleware = "GEN0215"
    case unknownAuth = "GEN0216"
    case notInUse = "GEN0217"
    case unusedDeclaration = "GEN0218"
    case staticMisfit = "GEN0219"
    case timeoutOnStream = "GEN0220"
    case openCredentials = "GEN0221"
    case noRoutes = "GEN0222"
    case redirectLoop = "GEN0223"

    // Hubs.
    case unknownHub = "GEN0301"
    case unroutedHub = "GEN0302"
    case hubMessageType = "GEN0303"
    case unknownPlaceholder = "GEN0304"
    case placeholderNotHere = "GEN0305"
    case placeholderMisfit = "GEN0306"
    case missingParameter = "GEN0307"
    case differingParameter = "GEN0308"
    case unknownTag = "GEN0309"
    case unknownField = "GEN0310"
    case missingField = "GEN0311"
    case messageForm = "GEN0312"
    case noUser = "GEN0313"
    case authNeeded = "GEN0314"
    case heartbeatOrder = "GEN0315"
    case hubKeyMisfit = "GEN0316"
    case goesNowhere = "GEN0317"

    // Authentication and middlewares.
    case authMisfit = "GEN0401"
    case claimsMisfit = "GEN0402"
    case middlewareNeedsCode = "GEN0403"

    /// The code that findings show.
    public var code: DiagnosticCode { DiagnosticCode(rawValue: rawValue) }

    /// A few words for what it is about.
    public var title: String { text.title }

    /// What is wrong and how to mend it, for `gen explain`.
    public var explanation: String { text.explanation }

    /// How bad it is.
    public var severity: Diagnostic.Severity {
        switch self {
        case .unusedType, .unusedDeclaration, .unroutedHub, .goesNowhere, .timeoutOnStream, .noRoutes,
            .middlewareNeedsCode:
            .warning
        default: .error
        }
    }

    /// The rules that say that a name is declared nowhere.
    static let aboutUnknownNames: [SpecRule] = [
        .unknownType, .unknownHub, .unknownUpstream, .unknownMiddleware, .unknownAuth,
    ]

    /// The rule with this code, if it is one of the spec's.
    public init?(code: DiagnosticCode) {
        self.init(rawValue: code.rawValue)
    }
}
