extension SpecRule {
    /// Titles and explanations.
    static let textsImports: [SpecRule: Text] = [
        .unreadableFile: Text(
            "unreadable file",
            """
            The file cannot be read. Paths of imports count from the folder of the importing file.
            """),
        .importCycle: Text(
            "import in a circle",
            """
            A file imports itself, directly or through others.
            """),
        .tooManyFiles: Text(
            "too many files",
            """
            A spec may have 200 files.
            """),
    ]
}
