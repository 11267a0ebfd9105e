import Latency
import Notify
import Questions
import Support
import YAML

/// What the files say, key by key, and what holds by default beside it in sections that they have.
struct WrittenSettings {
    private(set) var settings: [EffectiveSetting] = []

    init(of record: Record) { add(record, below: "") }

    private mutating func add(_ record: Record, below path: String) {
        for key in record.section.keys {
            if let located = record[key.name] {
                add(located, key.type, path + key.name)
            } else if let usual = key.usual {
                settings.append(EffectiveSetting(key: path + key.name, value: usual, origin: .standard))
            }
        }
    }

    private mutating func add(_ located: Located, _ type: ValueType, _ path: String) {
        switch (located.value, type) {
        case (.section(let record), _): add(record, below: path + ".")
        case (.list(let values), .list(let one)):
            for (index, value) in values.enumerated() { add(value, one, path, index) }
        case (.list(let values), .oneOrMore(let one, _)):
            for (index, value) in values.enumerated() {
                add(value, one, values.count == 1 ? path : "\(path).\(index + 1)")
            }
        case (.map(let values), .map(_, let one)):
            for (key, value) in values { add(value, one, "\(path).\(key.text)") }
        case (_, .orOff(let one)) where located.text != "off": add(located, one, path)
        case (_, .notifyURL): append(located, path, NotifyURL(located.text)?.shown ?? "…")
        default: append(located, path, located.text)
        }
    }

    /// An entry by its name, where it has one, else by its number.
    private mutating func add(_ located: Located, _ type: ValueType, _ path: String, _ index: Int) {
        let isNamed = located.record?.section.key("name")?.isRequired == true
        let name = isNamed ? located.record?.text("name") : nil
        add(located, type, "\(path).\(name ?? String(index + 1))")
    }

    private mutating func append(_ located: Located, _ path: String, _ value: String) {
        let place = "\(located.position.file):\(located.position.line)"
        settings.append(EffectiveSetting(key: path, value: value, origin: .file, place: place))
    }
}

extension Configuration {
    /// What the files say, key by key, in the order of the schema; empty without a file.
    package var written: [EffectiveSetting] { record.map { WrittenSettings(of: $0).settings } ?? [] }
}
