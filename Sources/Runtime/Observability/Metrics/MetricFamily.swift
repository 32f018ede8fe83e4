/// Metrics of one name: what `/metrics` shows between two `# TYPE` lines.
package struct MetricFamily: Sendable {
    /// What the numbers are.
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    /// One number with its labels, or a histogram of them.
    package struct Sample: Sendable {
        package enum Value: Sendable {
            case integer(Int)
            case real(Double)
            /// Counts by bucket, as `DurationBuckets` has them, and the sum in seconds.
            case durations(counts: [Int], sum: Double)
        }

        package let labels: [(name: String, value: String)]
        package let value: Value
    }

    /// The name, without `_total`.
    package let name: String
    package let kind: Kind
    /// One sentence.
    package let help: String
    package private(set) var samples: [Sample] = []

    package init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// A family of one number.
    package init(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        self.init(name, kind, help)
        add(value)
    }

    package mutating func add(_ value: Int, _ labels: KeyValuePairs<String, String> = [:]) {
        samples.append(Sample(labels: labels.map { ($0.key, $0.value) }, value: .integer(value)))
    }

    package mutating func add(_ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
        samples.append(Sample(labels: labels.map { ($0.key, $0.value) }, value: .real(value)))
    }

    package mutating func add(durations counts: [Int], sum: Double, _ labels: KeyValuePairs<String, String>) {
        samples.append(
            Sample(labels: labels.map { ($0.key, $0.value) }, value: .durations(counts: counts, sum: sum)))
    }
}
