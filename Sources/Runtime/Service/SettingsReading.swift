/// Where a program's settings come from: read when it starts, and each time that it is asked to read them again.
struct SettingsReading: Sendable {
    let service: String
    let file: ConfigFile
    let flags: [SettingsLoader.Flag]
    let environment: @Sendable (String) -> String?

    /// What was read, with what is wrong with it.
    struct Reading {
        var loader: SettingsLoader
        /// The folder that relative paths start from.
        let root: String
        /// Whether nothing was wrong before the flags were read.
        let isFlagsFault: Bool
    }

    /// Reads the file, then the environment, then the flags.
    func read() -> Reading {
        var loader = SettingsLoader(service: service, environment: environment)
        var root = "."
        switch file.read() {
        case .bytes(let bytes):
            loader.read(file: bytes, path: file.path)
            root = file.serviceRoot
        case .absent: break
        case .finding(let finding): loader.note(finding)
        }
        loader.readEnvironment()
        let isFlagsFault = loader.findings.isEmpty
        loader.read(flags: flags)
        return Reading(loader: loader, root: root, isFlagsFault: isFlagsFault)
    }
}
