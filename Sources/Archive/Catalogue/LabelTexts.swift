import Latency

/// The stored form of the names of a source's labels, and of the values that a series has of them: each text as UTF-8 behind
/// its length in bytes, which is unsigned LEB128 (see `ByteReader.number`); no bytes for no labels.
enum LabelTexts {
    static func encode(_ texts: [Name]) -> [UInt8] {
        var writer = ByteWriter()
        for text in texts { writer.text(text.text) }
        return writer.bytes
    }

    /// nil for bytes that no texts have.
    static func decode(_ bytes: [UInt8]) -> [Name]? {
        if bytes.isEmpty { return [] }
        return bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            var texts: [Name] = []
            while reader.remaining > 0 {
                guard let length = try? reader.number(), let text = try? reader.slice(length),
                    let valid = String(validating: text.rest, as: UTF8.self)
                else { return nil }
                texts.append(Name(valid))
            }
            return texts
        }
    }
}
