import Latency

/// The checksums of rows that others refer to by number: without them a damaged name or bound would pass for a sound one.
package enum CatalogueChecksum {
    /// Of a layout: its number and the stored form of its bounds.
    package static func layout(_ id: Int, bounds: UnsafeRawBufferPointer) -> Int {
        checksum(tag: 1, [id]) { $0.bytes(bounds) }
    }

    /// Of a series: its number, that of its source, the model, and the stored form of its labels.
    package static func series(_ id: Int, source: Int, model: Name, labels: [UInt8] = []) -> Int {
        checksum(tag: 2, [id, source]) { writer in
            writer.text(model.text)
            labels.withUnsafeBytes { writer.bytes($0) }
        }
    }

    /// Of a source: its number and all that describes it.
    static func source(_ id: Int, _ source: SourceDescription) -> Int {
        Self.source(
            id,
            [
                source.name.text, source.metric.text, source.url, source.selector.text, source.modelLabel.text,
                source.unit.rawValue,
            ],
            Further(
                measure: source.measure, kind: source.kind.rawValue, labels: LabelTexts.encode(source.labels),
                classLabel: source.classLabel))
    }

    /// What sources have had since archives keep more than histograms by model.
    struct Further: Hashable {
        var measure: Name?
        var kind = SourceKind.histogram.rawValue
        var labels: [UInt8] = []
        var classLabel: Name?
    }

    /// Of a source whose description comes as its columns do. One that has nothing further has the checksum that it had
    /// before there was anything.
    static func source(_ id: Int, _ columns: [String], _ further: Further) -> Int {
        checksum(tag: 3, [id]) { writer in
            for text in columns { writer.text(text) }
            if further == Further() { return }
            writer.text(further.kind)
            for name in [further.measure, further.classLabel] {
                writer.byte(name == nil ? 0 : 1)
                if let name { writer.text(name.text) }
            }
            further.labels.withUnsafeBytes { writer.bytes($0) }
        }
    }

    /// Of a source that has nothing further.
    package static func source(_ id: Int, _ columns: [String]) -> Int { source(id, columns, Further()) }

    /// The CRC-32 of the tag, the numbers in eight bytes each, little-endian, and what `body` writes.
    private static func checksum(tag: UInt8, _ numbers: [Int], _ body: (inout ByteWriter) -> Void) -> Int {
        var writer = ByteWriter([tag])
        for number in numbers {
            withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).littleEndian) { writer.bytes($0) }
        }
        body(&writer)
        return Int(writer.bytes.withUnsafeBytes(CRC32.checksum))
    }
}
