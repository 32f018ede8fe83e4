import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

/// What the codes of findings mean, at length.
public enum Explanations {
    /// A title and a paragraph for a code, in any case; nothing for one that doesn't exist.
    public static func text(for code: String) -> String? {
        let code = code.uppercased()
        let rule = SpecRule(code: DiagnosticCode(rawValue: code)).map { "\($0.title)\n\n\($0.explanation)" }
        let syntax = YAMLRule(code: DiagnosticCode(rawValue: code)).map { "\($0.title)\n\n\($0.explanation)" }
        return (generation[code] ?? rule ?? syntax).map { "\(code): \($0)" }
    }

    /// What might be meant by a code that doesn't exist.
    public static func suggestion(for code: String) -> String? {
        Suggestion.didYouMean(code.uppercased(), among: allCodes)
    }

    /// Every code there is, in order.
    static var allCodes: [String] {
        (generation.keys + SpecRule.allCases.map(\.rawValue) + YAMLRule.allCases.map(\.rawValue)).sorted()
    }

    private static let generation: [String: String] = [
        "GEN0801": """
        the generator can't do this yet

        The spec is sound, and the language has what it asks for, but no code can be generated for it yet. Nothing is \
        written rather than a service that silently does less than its spec. Take the key out, or write what it asks for \
        in a handler of your own.
        """,
        "GEN0803": """
        a module's name is taken

        The service's name, in capitals, is the name of its Swift module, and the package already depends on one of that \
        name. Choose another name for the service.
        """,
        "GEN0809": """
        a broken template

        A template inside gen asks for something that isn't there. That is a fault of gen; please report it.
        """,
        "GEN0810": """
        a file that can't be laid out

        'gen api format' reads what it wrote again and compares. Here the result would not have said the same as the file, \
        which is a fault of gen; the file was left as it is. Please report it together with the file.
        """,
        "GEN0901": "a file can't be read\n\nThe system refused to read it, for the reason given.",
        "GEN0902": """
        a file can't be written

        The system refused, for the reason given. No file is ever half written: each is prepared beside its place and put \
        there at once, after all of them are prepared. What was done and what not is listed; a second run goes on there.
        """,
        "GEN0903": """
        gen's own file was edited

        Files under Generated/ are rewritten whenever the spec changes, so an edit there would be lost. gen.lock knows what \
        gen wrote, and what is there is something else. Move the edit into a file of yours, then run with --force.
        """,
        "GEN0904": """
        something stands in the way

        Where one of gen's own files must be, there is something that gen.lock doesn't know: a file somebody put there, a \
        folder, or a link. Move it away; a plain file can also be overwritten with --force.
        """,
        "GEN0905": """
        gen.lock can't be used

        gen.lock says which files gen wrote. Take it from your version control again. If it is beyond repair, delete it \
        and run with --force: gen's own files are then rewritten, and files of yours are kept as ever.
        """,
        "GEN0906": """
        another service's package

        The folder has the gen.lock of another service, and two services in one folder would overwrite each other. Name \
        another folder with --output.
        """,
        "GEN0907": """
        a file that a route serves isn't there

        `static` names a file or folder beside the spec, which gen copies into the package once. There is none. The package \
        builds without it, and the route answers 404 until it is there.
        """,
        "GEN0908": "a file is too large to be copied\n\nPut it into the package's folder yourself.",
        "GEN0909": """
        a file outside the spec's folder

        `static` serves files from the package's folder; a path that leads out of it, also through a link, is refused.
        """,
        "GEN0911": "a name no service can have\n\nUse letters, digits and dashes, a letter first.",
        "GEN0910": "another gen is at work\n\nTwo runs in one folder would disturb each other. Wait, and run it again.",
    ]
}
