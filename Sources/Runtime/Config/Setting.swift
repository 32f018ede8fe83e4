/// When a change of a setting takes effect.
enum SettingChange: Hashable, Sendable {
    /// When the config is read again: for the connections and requests that begin from then on.
    case live
    /// When the service starts the next time.
    case restart
}

/// One setting: what it is called, how it is written, what it is for, and where it goes.
struct Setting<Root: Sendable>: Sendable {
    /// Its key with the keys above it, such as `limits.body`.
    let path: String
    /// How its values are written.
    let typeName: String
    /// What it is for; one sentence.
    let doc: String
    let takesList: Bool
    /// When a change takes effect.
    let change: SettingChange
    /// Reads a value and stores it.
    let set: @Sendable (String, inout Root) throws(SettingProblem) -> Void
    /// The value as it would be written.
    let show: @Sendable (Root) -> String
    /// Whether two have the same value.
    let isEqual: @Sendable (Root, Root) -> Bool
    /// Gives the second the first one's value.
    let copy: @Sendable (Root, inout Root) -> Void

    init<Value: Sendable & Equatable>(
        _ path: String, _ type: SettingType<Value>, _ keyPath: any WritableKeyPath<Root, Value> & Sendable,
        _ change: SettingChange, _ doc: String
    ) {
        self.path = path
        self.doc = doc
        self.change = change
        typeName = type.name
        takesList = type.takesList
        set = { (text: String, root: inout Root) throws(SettingProblem) in
            root[keyPath: keyPath] = try type.parse(text)
        }
        show = { type.format($0[keyPath: keyPath]) }
        isEqual = { $0[keyPath: keyPath] == $1[keyPath: keyPath] }
        copy = { $1[keyPath: keyPath] = $0[keyPath: keyPath] }
    }

    /// A setting that can be `off`.
    init<Value: Sendable & Equatable>(
        _ path: String, orOff type: SettingType<Value>, _ keyPath: any WritableKeyPath<Root, Value?> & Sendable,
        _ change: SettingChange, _ doc: String
    ) {
        self.init(path, type.optional, keyPath, change, doc)
    }

    /// A setting that holds from one start to the next.
    init<Value: Sendable & Equatable>(
        _ path: String, _ type: SettingType<Value>, _ keyPath: any WritableKeyPath<Root, Value> & Sendable,
        _ doc: String
    ) {
        self.init(path, type, keyPath, .restart, doc)
    }

    /// A setting that holds from one start to the next, and can be `off`.
    init<Value: Sendable & Equatable>(
        _ path: String, orOff type: SettingType<Value>, _ keyPath: any WritableKeyPath<Root, Value?> & Sendable,
        _ doc: String
    ) {
        self.init(path, type.optional, keyPath, .restart, doc)
    }

    /// The environment variable that sets it: `CHAT_LIMITS_HEADER_COUNT` for `limits.headerCount`.
    func variable(prefix: String) -> String {
        var name = "\(prefix)_"
        for character in path {
            if character == "." || character == "-" {
                name.append("_")
            } else {
                if character.isUppercase { name.append("_") }
                name.append(contentsOf: character.uppercased())
            }
        }
        return name
    }
}
