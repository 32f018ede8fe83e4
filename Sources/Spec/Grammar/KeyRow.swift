/// A row of the table of keys.
struct KeyRow: Sendable {
    /// The key.
    let name: String
    /// What may stand there.
    let shape: Shape
    /// What it does, in a sentence.
    let doc: String
    /// What holds where it is not given, as the docs show it.
    let fallback: String?
    /// Whether the place is incomplete without it.
    let isRequired: Bool
    /// Whether `etc/<service>.yaml` may say otherwise.
    let isOverridable: Bool

    init(
        _ name: String, _ shape: Shape, _ doc: String, default fallback: String? = nil, required: Bool = false,
        config isOverridable: Bool = false
    ) {
        self.name = name
        self.shape = shape
        self.doc = doc
        self.fallback = fallback
        self.isRequired = required
        self.isOverridable = isOverridable
    }

    init(
        _ name: String, _ shape: ScalarShape, _ doc: String, default fallback: String? = nil, required: Bool = false,
        config isOverridable: Bool = false
    ) {
        self.init(name, .scalar(shape), doc, default: fallback, required: required, config: isOverridable)
    }
}
