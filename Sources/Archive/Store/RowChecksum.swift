/// The checksum of a row that nothing refers to and that has no body.
enum RowChecksum {
    enum Column {
        case integer(Int?)
        case text(String?)
    }

    /// The CRC-32 of the tag, which tells rows of one kind from those of others, and of every column: its kind in a byte (1 a
    /// number, 3 a text, 5 nothing), then the number in eight bytes, little-endian, or the UTF-8 behind its length.
    static func of(tag: UInt8, _ columns: [Column]) -> Int {
        var writer = ByteWriter([tag])
        for column in columns {
            switch column {
            case .integer(nil), .text(nil): writer.byte(5)
            case .integer(let number?):
                writer.byte(1)
                withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).littleEndian) { writer.bytes($0) }
            case .text(let text?):
                writer.byte(3)
                writer.text(text)
            }
        }
        return Int(writer.bytes.withUnsafeBytes(CRC32.checksum))
    }
}
