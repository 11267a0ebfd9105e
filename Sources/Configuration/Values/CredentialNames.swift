import Support

/// What a configuration asks of systemd.
struct CredentialNames {
    /// In the order of the file, each once.
    private(set) var names: [String] = []

    init(in record: Record) { add(record) }

    private mutating func add(_ record: Record) {
        for entry in record.entries {
            guard let type = record.section.key(entry.key)?.type else { continue }
            add(entry.value, type)
        }
    }

    private mutating func add(_ located: Located, _ type: ValueType) {
        switch (located.value, type) {
        case (.section(let record), _): add(record)
        case (.list(let values), .list(let one)), (.list(let values), .oneOrMore(let one, _)):
            for value in values { add(value, one) }
        case (.text(let text), .secretFile) where text.beginsWith(ScalarReader.credential):
            let name = text.pieces(by: ":", most: 2)[1]
            if !names.contains(name) { names.append(name) }
        default: break
        }
    }
}
