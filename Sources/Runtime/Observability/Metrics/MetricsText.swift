/// Metrics as monitoring systems read them.
package enum MetricsText {
    /// How they are written.
    package enum Format: Sendable {
        /// Prometheus' text format 0.0.4.
        case prometheus
        /// OpenMetrics 1.0.
        case openMetrics

        package var contentType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }

        /// What an `Accept` asks for: OpenMetrics if it weighs no less than plain text, else the format that all know.
        package init(accept: String?) {
            var open = 0.0
            var plain = 0.0
            for part in (accept ?? "").split(separator: ",") {
                let pieces = part.split(separator: ";").map { StringRules.trimmed($0.lowercased()) }
                let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
                let version = pieces.dropFirst().first { $0.hasPrefix("version=") }?.dropFirst(8)
                switch pieces.first {
                case "application/openmetrics-text":
                    if version == nil || version == "1.0.0" { open = max(open, weight) }
                case "text/plain": plain = max(plain, weight)
                default: break
                }
            }
            self = open > 0 && open >= plain ? .openMetrics : .prometheus
        }
    }

    /// The text of all families.
    package static func text(_ families: [MetricFamily], as format: Format) -> String {
        var text = ""
        for family in families where !family.samples.isEmpty {
            let name = format == .prometheus && family.kind == .counter ? "\(family.name)_total" : family.name
            text += "# HELP \(name) \(escaped(family.help, quotes: format == .openMetrics))\n"
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for sample in family.samples { write(sample, of: family, format, to: &text) }
        }
        if format == .openMetrics { text += "# EOF\n" }
        return text
    }

    private static func write(
        _ sample: MetricFamily.Sample, of family: MetricFamily, _ format: Format, to text: inout String
    ) {
        let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        func line(_ suffix: String, _ more: String, _ value: String) {
            let all = labels.isEmpty || more.isEmpty ? labels + more : "\(labels),\(more)"
            text += "\(family.name)\(suffix)\(all.isEmpty ? "" : "{\(all)}") \(value)\n"
        }
        let suffix = family.kind == .counter ? "_total" : ""
        switch sample.value {
        case .integer(let value): line(suffix, "", "\(value)")
        case .real(let value): line(suffix, "", number(value))
        case .durations(let counts, let sum):
            var total = 0
            for (index, count) in counts.enumerated() {
                total += count
                let bound = index < DurationBuckets.seconds.count ? "\(DurationBuckets.seconds[index])" : "+Inf"
                line("_bucket", "le=\"\(bound)\"", "\(total)")
            }
            line("_sum", "", number(sum))
            line("_count", "", "\(total)")
        }
    }

    private static func number(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : value.description
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        guard text.contains(where: { $0 == "\\" || $0 == "\"" || $0.isNewline }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
