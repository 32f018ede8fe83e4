import GatewayDiagnostics

/// The language's reference, made of the tables that the checks use.
public enum SpecReference {
    /// Every key as a Markdown table: where it may stand, what it takes, its default, whether config overrides it, what it does.
    public static var keyTable: String {
        var lines = [
            "| Where | Key | Value | Default | Config | Meaning |",
            "|---|---|---|---|---|---|",
        ]
        for row in rows {
            let name = row.key.isRequired ? "**`\(row.key.name)`**" : "`\(row.key.name)`"
            let cells = [
                row.titles, name, row.key.shape.title, row.key.fallback ?? "",
                row.key.isOverridable ? "yes" : "", row.key.doc,
            ]
            lines.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Every rule as a Markdown table.
    public static var ruleTable: String {
        var lines = ["| Code | Severity | What it is about |", "|---|---|---|"]
        for rule in SpecRule.allCases {
            lines.append("| \(rule.rawValue) | \(rule.severity.rawValue) | \(rule.title) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A key with all the places where it means the same.
    private struct Row {
        var key: KeyRow
        var places: [Place]

        /// Where it stands; a form's fields are parameters too.
        var titles: String {
            let shown = places.contains(.parameter) ? places.filter { $0 != .formField } : places
            return shown.map(\.title).joined(separator: ", ")
        }
    }

    private static var rows: [Row] {
        var rows: [Row] = []
        var positions: [[String]: Int] = [:]
        for place in Place.allCases {
            for key in place.rows {
                let identity = [
                    key.name, key.shape.title, key.fallback ?? "", key.doc, "\(key.isRequired)", "\(key.isOverridable)",
                ]
                if let position = positions[identity] {
                    rows[position].places.append(place)
                } else {
                    positions[identity] = rows.count
                    rows.append(Row(key: key, places: [place]))
                }
            }
        }
        return rows
    }
}
