/// A config file that has been read.
///
/// It is YAML, but of its many ways to write a value only these: mappings and lists over lines or in `{ }` and `[ ]`; text without
/// quotes, in single or in double quotes, each on one line; text over lines after `|` or `>`; comments. Anchors, aliases, tags,
/// merge keys, `? ` keys, text without `|` that goes on on the next line and several documents are refused with a remedy. What is
/// accepted means exactly what it means to a full YAML 1.2 parser. A file may have 1 MiB and nest 64 deep.
///
/// In values `${NAME}` becomes the environment variable's text and `${NAME:default}` the default where there is no such variable;
/// both happen after the file was parsed, so that no variable can add keys. `$${` is a literal `${`; any other `$` is itself.
package struct ConfigDocument: Sendable {
    /// The path as the user gave it.
    package let path: String
    /// The value; a null scalar for an empty file.
    package let root: ConfigNode
    private let text: ConfigText

    /// Reads a file's bytes; `environment` gives a variable's value, or `nil` if it isn't set.
    package static func parse(
        _ bytes: [UInt8], path: String, environment: @escaping (String) -> String?
    ) -> Result<ConfigDocument, ConfigFailure> {
        let text: ConfigText
        do throws(ConfigText.Fault) {
            text = try ConfigText(bytes)
        } catch {
            let finding = ConfigDiagnostic(
                path: path, line: error.line, column: error.column, endColumn: error.column + 1,
                message: error.message, help: error.help,
                sourceLine: ConfigText.line(error.line, of: bytes))
            return .failure(ConfigFailure([finding]))
        }
        var parser = ConfigParser(text, environment: environment)
        let root = parser.parse()
        guard let root, parser.problems.isEmpty else {
            let findings = parser.problems.map { problem in
                text.diagnostic(problem.message, at: problem.span, help: problem.help, path: path)
            }
            return .failure(ConfigFailure(findings))
        }
        return .success(ConfigDocument(path: path, root: root, text: text))
    }

    /// Reads a text.
    package static func parse(
        _ text: String, path: String, environment: @escaping (String) -> String? = { _ in nil }
    ) -> Result<ConfigDocument, ConfigFailure> {
        parse(Array(text.utf8), path: path, environment: environment)
    }

    /// What is wrong at a place of this file, ready to be shown.
    package func diagnostic(_ message: String, at span: ConfigSpan, help: String? = nil) -> ConfigDiagnostic {
        text.diagnostic(message, at: span, help: help, path: path)
    }
}
