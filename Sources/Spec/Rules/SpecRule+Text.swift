extension SpecRule {
    /// What a rule is called, and what `gen explain` says.
    struct Text: Sendable {
        let title: String
        let explanation: String

        init(_ title: String, _ explanation: String) {
            self.title = title
            self.explanation = explanation
        }
    }

    /// The words of the table; a test checks that every rule has its own.
    var text: Text { Self.texts[self] ?? Text(rawValue, "") }

    private static let texts: [SpecRule: Text] =
        [textsForm, textsTypes, textsImports, textsRoutes, textsHubs, textsAuth].reduce(into: [:]) { all, part in
            all.merge(part) { first, _ in first }
        }
}
