import GatewayDiagnostics

/// What the server tells a client that it can do.
enum Capabilities {
    static var json: JSONText {
        .object([
            (
                "capabilities",
                .object([
                    ("positionEncoding", .string("utf-16")),
                    (
                        "textDocumentSync",
                        .object([("openClose", .bool(true)), ("change", .integer(1)), ("save", .bool(true))])
                    ),
                    ("hoverProvider", .bool(true)),
                    ("definitionProvider", .bool(true)),
                    ("referencesProvider", .bool(true)),
                    ("documentSymbolProvider", .bool(true)),
                    ("documentFormattingProvider", .bool(true)),
                    ("renameProvider", .object([("prepareProvider", .bool(true))])),
                    (
                        "completionProvider",
                        .object([("triggerCharacters", .array([" ", "{", "$"].map(JSONText.string)))])
                    ),
                ])
            ),
            ("serverInfo", .object([("name", .string("gen lsp"))])),
        ])
    }
}
