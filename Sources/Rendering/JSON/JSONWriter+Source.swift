import Latency

extension JSONWriter {
    /// What a source has beside what all have, where it says something: its measure, its kind, and what it is kept by.
    mutating func further(of source: SourceDescription) {
        if let measure = source.measure { member("measure", measure) }
        if source.kind != .histogram { member("kind", source.kind.rawValue) }
        if !source.labels.isEmpty { member("labels", strings: source.labels.map(\.text)) }
        if let classLabel = source.classLabel { member("class_label", classLabel) }
    }
}
