/// The block format of Snappy (source: format_description.txt of github.com/google/snappy), in which remote writes come.
enum Snappy {
    /// All of it as literals: nothing is made smaller.
    static func literals(_ bytes: [UInt8]) -> [UInt8] {
        var body = Protobuf.varint(UInt64(bytes.count))
        var rest = bytes[...]
        while !rest.isEmpty {
            let literal = rest.prefix(1 << 16)
            let length = literal.count - 1
            body += [61 << 2, UInt8(length & 0xFF), UInt8(length >> 8)]
            body += literal
            rest = rest.dropFirst(literal.count)
        }
        return body
    }
}
