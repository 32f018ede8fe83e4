/// The table of `docs/config-reference.md`, made from the settings themselves.
package enum ConfigReference {
    /// Every key of a service and of its hubs: type, default, whether a reload takes it, purpose.
    package static var table: String {
        let usable = "one per core"
        var text =
            row(["Key", "Type", "Default", "Reload", "What it does"]) + row(["---", "---", "---", "---", "---"])
        for setting in ServiceSettings.table {
            let value = setting.path == "threads" ? usable : "`\(setting.show(ServiceSettings()))`"
            text += row(["`\(setting.path)`", setting.typeName, value, reload(setting.change), setting.doc])
        }
        for setting in AuthSettings.table {
            text += row(
                [
                    "`auth.<name>.\(setting.path)`", setting.typeName, "`\(setting.show(AuthSettings()))`",
                    reload(setting.change), setting.doc,
                ])
        }
        for setting in HubSettings.table {
            text += row(
                [
                    "`hubs.<name>.\(setting.path)`", setting.typeName, "`\(setting.show(HubSettings()))`",
                    reload(setting.change), setting.doc,
                ])
        }
        return text
    }

    private static func reload(_ change: SettingChange) -> String { change == .live ? "yes" : "restart" }

    private static func row(_ cells: [String]) -> String {
        "| \(cells.joined(separator: " | ")) |\n"
    }
}
