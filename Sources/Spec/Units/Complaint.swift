/// What is wrong with a text, before it is known where the text stands.
struct Complaint: Error, Equatable {
    var rule: SpecRule
    var message: String
    var label: String?
    var help: String?
    /// Which part of the text it is about, in Unicode scalars; nil is all of it.
    var part: Range<Int>?

    init(_ rule: SpecRule, _ message: String, label: String? = nil, help: String? = nil, part: Range<Int>? = nil) {
        self.rule = rule
        self.message = message
        self.label = label
        self.help = help
        self.part = part
    }
}
