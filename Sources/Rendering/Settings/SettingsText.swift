import Questions

/// What holds, for people and as JSON.
package struct SettingsText {
    private let terminal: Terminal

    package init(terminal: Terminal) { self.terminal = terminal }

    package func table(_ settings: [EffectiveSetting]) -> String {
        let table = Table(
            columns: [
                .init(title: "SETTING", alignment: .left), .init(title: "VALUE", alignment: .left),
                .init(title: "FROM", alignment: .left),
            ],
            rows: settings.map { setting in
                let place = setting.place.map { " \(TerminalText.harmless($0))" } ?? ""
                return [
                    .init(TerminalText.harmless(setting.key)), .init(TerminalText.harmless(setting.value)),
                    .init(setting.origin.rawValue + place),
                ]
            })
        return table.lines(for: terminal).joined(separator: "\n") + "\n"
    }

    /// - Parameter files: those that were read, in their order.
    package func json(_ settings: [EffectiveSetting], files: [String]) -> String {
        var writer = JSONWriter(indented: terminal.isTerminal)
        writer.object { json in
            json.member("status", "success")
            json.member("data", arrayOf: settings) { json, setting in
                json.member("key", setting.key)
                json.member("value", setting.value)
                json.member("origin", setting.origin.rawValue)
                json.member("place", setting.place)
            }
            json.member("count", settings.count)
            json.member("files", strings: files)
        }
        writer.endLine()
        return writer.text
    }
}
