import Questions
import Support

/// What holds, for people and as JSON.
package struct SettingsText {
    private let terminal: Terminal

    package init(terminal: Terminal) { self.terminal = terminal }

    package func table(_ settings: [EffectiveSetting]) -> String {
        let whole = table(settings.map { row($0, $0.key, file: \.self) }, shrinks: false)
        let isNarrow = terminal.isTerminal && whole.isTooWide(for: terminal)
        let lines = isNarrow ? grouped(settings) : whole.lines(for: terminal)
        return lines.joined(separator: "\n") + "\n"
    }

    /// For narrow terminals: what settings have in common stands above them, and files have no folder.
    private func grouped(_ settings: [EffectiveSetting]) -> [String] {
        let keys = settings.map { setting in
            let parts = setting.key.pieces(by: ".")
            return (group: parts.dropLast().joined(separator: "."), name: parts.last ?? "")
        }
        let rows = zip(settings, keys).map { setting, key in
            row(setting, (key.group.isEmpty ? "" : "  ") + key.name) { FilePath.name(of: $0) }
        }
        let lines = table(rows, shrinks: true).lines(for: terminal)
        var (all, group) = ([lines[0]], "")
        for (line, key) in zip(lines.dropFirst(), keys) {
            if key.group != group, !key.group.isEmpty { all.append(TerminalText.harmless(key.group)) }
            group = key.group
            all.append(line)
        }
        return all
    }

    private func table(_ rows: [[Table.Cell]], shrinks: Bool) -> Table {
        Table(
            columns: [
                .init(title: "SETTING", alignment: .left), .init(title: "VALUE", alignment: .left, shrinks: shrinks),
                .init(title: "FROM", alignment: .left),
            ], rows: rows)
    }

    private func row(_ setting: EffectiveSetting, _ key: String, file: (String) -> String) -> [Table.Cell] {
        let place = setting.place.map { " \(TerminalText.harmless(setting.origin == .file ? file($0) : $0))" } ?? ""
        return [
            .init(TerminalText.harmless(key)), .init(TerminalText.harmless(setting.value)),
            .init(setting.origin.rawValue + place),
        ]
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
