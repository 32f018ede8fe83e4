/// How names of the spec become names in Swift: one place for the generator and for the rules that find clashes.
public enum SwiftName {
    /// The name of a type: `user-profile`, `USER_PROFILE` and `userProfile` become `UserProfile`.
    public static func type(_ name: String) -> String {
        if isPlain(name, first: UInt8(ascii: "A")...UInt8(ascii: "Z")) { return name }
        if isPlain(name, first: UInt8(ascii: "a")...UInt8(ascii: "z")) { return capitalized(name) }
        return guarded(words(name).map(capitalized).joined())
    }

    /// The name of a property, function, parameter or enum case, without backticks: `created-at` becomes `createdAt`,
    /// `FIRST_TIMER` `firstTimer`.
    public static func member(_ name: String) -> String {
        if isPlain(name, first: UInt8(ascii: "a")...UInt8(ascii: "z")) { return name }
        let words = words(name)
        guard let first = words.first else { return guarded("") }
        return guarded(([uncapitalized(first)] + words.dropFirst().map(capitalized)).joined())
    }

    /// The name where it is declared or used, in backticks if it is one of Swift's words.
    public static func escaped(_ name: String) -> String {
        reservedWords.contains(name) ? "`\(name)`" : name
    }

    /// Whether a name can be written in Swift, with backticks if need be.
    public static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, isLetter(first) || first == "_" else { return false }
        return name != "_" && name.unicodeScalars.allSatisfy { isLetter($0) || isDigit($0) || $0 == "_" }
    }

    /// Whether a name is ASCII letters and digits alone and begins as it should: most are, and stay as they are.
    private static func isPlain(_ name: String, first: ClosedRange<UInt8>) -> Bool {
        guard let byte = name.utf8.first, first.contains(byte) else { return false }
        return name.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 }
    }

    /// Splits a name at whatever no identifier has, at underscores too. Case inside a word stays, but in a constant's name
    /// (`FIRST_TIMER`) it says nothing.
    private static func words(_ name: String) -> [String] {
        let words = split(name)
        let isConstant = words.count > 1 && name.contains("_") && !name.contains(where: \.isLowercase)
        return isConstant ? words.map { $0.lowercased() } : words
    }

    private static func split(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in name.unicodeScalars {
            if isLetter(scalar) || isDigit(scalar) {
                word.unicodeScalars.append(scalar)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// Lowers a word's first letter, or the whole capital head of an acronym: `URLPath` becomes `urlPath`, `ID` `id`.
    private static func uncapitalized(_ word: String) -> String {
        let characters = Array(word)
        let head = characters.prefix { $0.isUppercase }.count
        switch head {
        case 0: return word
        case characters.count: return word.lowercased()
        case 1: return String(characters[0]).lowercased() + String(characters[1...])
        default:
            // A digit after the capitals ends no word: `SHA256Sum` is `sha256Sum`.
            let last = characters[head].isLetter ? head - 1 : head
            return String(characters[..<last]).lowercased() + String(characters[last...])
        }
    }

    private static func guarded(_ name: String) -> String {
        guard let first = name.unicodeScalars.first else { return "_" }
        return isDigit(first) ? "_" + name : name
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z": true
        default: scalar.value > 0x7F && scalar.properties.isAlphabetic
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}
