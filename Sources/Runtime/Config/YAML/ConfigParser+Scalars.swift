// Plain and quoted text, each on one line, and keys made of it.
extension ConfigParser {
    /// The longest key, from its first character to its colon; longer ones are no keys in YAML.
    private static let longestKey = 1024

    /// Whether the line goes on with a key and its colon.
    mutating func isKeyNext() throws(Problem) -> Bool {
        let start = column
        defer { column = start }
        if next == "\"" || next == "'" {
            guard hasClosingQuote else { return false }
            _ = try quotedText()
            skipBlanks()
            return next == ":" && isBlankOrEnd(1)
        }
        guard canBeginPlain else { return false }
        _ = plainText(isFlow: false)
        skipBlanks()
        return next == ":" && isBlankOrEnd(1)
    }

    /// Reads a key and its colon.
    mutating func blockKey() throws(Problem) -> (String, ConfigSpan) {
        let start = column
        let isQuoted = next == "\"" || next == "'"
        let text = isQuoted ? try quotedText().text : plainText(isFlow: false)
        let span = span(from: start)
        skipBlanks()
        if column - start > Self.longestKey {
            throw Problem(message: "this key is too long", span: span, help: "a key has at most 1,024 characters")
        }
        if !isQuoted, text == "<<" {
            throw Problem(
                message: "merge keys ('<<') are not part of YAML 1.2", span: span, help: "write the entries out here")
        }
        column += 1
        return (text, span)
    }

    /// A plain value up to what ends it.
    mutating func plainValue(isFlow: Bool) -> ConfigNode {
        let start = column
        let text = plainText(isFlow: isFlow)
        return scalar(text, quoted: false, span: span(from: start), verbatim: 0)
    }

    /// A quoted value.
    mutating func quotedValue() throws(Problem) -> ConfigNode {
        let start = column
        let (text, isVerbatim) = try quotedText()
        return scalar(text, quoted: true, span: span(from: start), verbatim: isVerbatim ? 1 : nil)
    }

    /// Whether the next character can begin text without quotes.
    private var canBeginPlain: Bool {
        switch next {
        case nil, ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": false
        case "-", "?", ":": !isBlankOrEnd(1)
        default: true
        }
    }

    /// Says what is wrong with a first character that plain text can't have.
    func checkPlainStart() throws(Problem) {
        guard !canBeginPlain, let next else { return }
        switch next {
        case "&", "*":
            throw problem(
                "anchors ('&') and aliases ('*') cannot stand in a config file",
                help: "write the value out, or put quotes around text that begins like this")
        case "!":
            throw problem(
                "tags ('!') cannot stand in a config file",
                help: "take it out, or put quotes around text that begins like this")
        default: throw problem("a value cannot begin with '\(next)'", help: "put quotes around it")
        }
    }

    /// Text without quotes, up to a `: `, a comment, the line's end or, in brackets, one of `,[]{}`; blanks at its end are not part of it.
    mutating func plainText(isFlow: Bool) -> String {
        let line = current
        let start = column
        var end = column
        while column < line.count {
            let scalar = line[column]
            if scalar == ":", isBlankOrEnd(1) { break }
            if isFlow, Self.isFlowSign(scalar) { break }
            // Parsers differ on a colon that stands right before one of these.
            if isFlow, scalar == ":", let after = peek(1), after == "?" || Self.isFlowSign(after) { break }
            if scalar == "#", column > start, Self.isBlank(line[column - 1]) { break }
            column += 1
            if !Self.isBlank(scalar) { end = column }
        }
        column = end
        return String(String.UnicodeScalarView(line[start..<end]))
    }

    static func isFlowSign(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "," || scalar == "[" || scalar == "]" || scalar == "{" || scalar == "}"
    }
}

// MARK: - Quotes

extension ConfigParser {
    /// Whether the quote that comes next is closed on its line.
    private var hasClosingQuote: Bool {
        guard let quote = next else { return false }
        var index = column + 1
        while let scalar = index < current.count ? current[index] : nil {
            let isPair = index + 1 < current.count && current[index + 1] == quote
            if scalar == quote, quote == "\"" || !isPair { return true }
            index += (scalar == "\\" && quote == "\"") || scalar == quote ? 2 : 1
        }
        return false
    }

    /// Quoted text, and whether the file writes it just as it reads.
    mutating func quotedText() throws(Problem) -> (text: String, isVerbatim: Bool) {
        guard let quote = next else { return ("", true) }
        guard hasClosingQuote else {
            throw problem(
                "this quote is never closed on its line",
                help: "add the closing \(quote); text over several lines begins with '|' or '>' behind its key")
        }
        column += 1
        var text = String.UnicodeScalarView()
        var isVerbatim = true
        while let scalar = next {
            if scalar == "\\", quote == "\"" {
                text.append(try escape())
                isVerbatim = false
                continue
            }
            column += 1
            if scalar == quote {
                guard quote == "'", next == quote else { break }
                column += 1
                isVerbatim = false
            }
            text.append(scalar)
        }
        return (String(text), isVerbatim)
    }

    /// What an escape in double quotes stands for (YAML 1.2 §5.7).
    private mutating func escape() throws(Problem) -> Unicode.Scalar {
        guard let letter = peek(1) else { throw problem("an escape is cut off", help: "write \\\\ for a backslash") }
        switch letter {
        case "x": return try hexEscape(digits: 2)
        case "u": return try hexEscape(digits: 4)
        case "U": return try hexEscape(digits: 8)
        default: break
        }
        guard let meant = Self.escapes[letter] else {
            throw problem(
                "'\\\(letter)' is no escape", length: 2,
                help: "write \\\\ for a backslash, or use single quotes, where it has no meaning")
        }
        column += 2
        return meant
    }

    private mutating func hexEscape(digits: Int) throws(Problem) -> Unicode.Scalar {
        let text = current.dropFirst(column + 2).prefix(digits)
        var value: UInt32 = 0
        for scalar in text {
            guard let digit = scalar.isASCII ? Character(scalar).hexDigitValue : nil else { break }
            value = value &* 16 &+ UInt32(digit)
        }
        let isHex = text.count == digits && text.allSatisfy { $0.isASCII && Character($0).isHexDigit }
        guard isHex, let meant = Unicode.Scalar(value) else {
            throw problem(
                "a malformed escape", length: 2 + text.count,
                help: "it needs \(digits) hexadecimal digits that are a character")
        }
        column += 2 + digits
        return meant
    }

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "0": "\0", "a": "\u{7}", "b": "\u{8}", "t": "\t", "\t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}",
        "r": "\r", "e": "\u{1B}", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\u{85}", "_": "\u{A0}",
        "L": "\u{2028}", "P": "\u{2029}",
    ]
}
