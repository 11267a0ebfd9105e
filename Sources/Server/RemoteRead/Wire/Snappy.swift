import NIOCore

/// Snappy's block format (https://github.com/google/snappy/blob/main/format_description.txt): the length of what was
/// compressed, then literals and copies of what came before.
enum Snappy {
    /// Why bytes can't be taken apart.
    enum Fault: Error {
        /// They don't follow the format.
        case malformed
        /// They say that they expand to more than is taken.
        case tooLong
    }

    /// What was compressed, if it is of at most `limit` bytes. Never takes more memory than that.
    static func expanded(_ compressed: ByteBuffer, limit: Int) throws(Fault) -> [UInt8] {
        var input = compressed.readableBytesView[...]
        let length = try varint(&input)
        guard length <= limit else { throw .tooLong }
        var output: [UInt8] = []
        output.reserveCapacity(length)
        while let tag = input.popFirst() {
            if tag & 3 == 0 {
                try literal(tag, &input, &output, length)
            } else {
                try copy(tag, &input, &output, length)
            }
        }
        guard output.count == length else { throw .malformed }
        return output
    }

    private static func varint(_ input: inout ByteBufferView) throws(Fault) -> Int {
        var value = 0
        for shift in stride(from: 0, through: 28, by: 7) {
            guard let byte = input.popFirst() else { throw .malformed }
            value |= Int(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw .malformed
    }

    private static func literal(
        _ tag: UInt8, _ input: inout ByteBufferView, _ output: inout [UInt8], _ length: Int
    ) throws(Fault) {
        var count = Int(tag >> 2)
        if count >= 60 { count = try number(of: count - 59, &input) }
        count += 1
        guard count <= input.count, count <= length - output.count else { throw .malformed }
        output.append(contentsOf: input.prefix(count))
        input = input.dropFirst(count)
    }

    private static func copy(
        _ tag: UInt8, _ input: inout ByteBufferView, _ output: inout [UInt8], _ length: Int
    ) throws(Fault) {
        var count = Int(tag >> 2) + 1
        let distance: Int
        switch tag & 3 {
        case 1:
            count = Int(tag >> 2 & 7) + 4
            distance = Int(tag >> 5) << 8 | (try number(of: 1, &input))
        case 2: distance = try number(of: 2, &input)
        default: distance = try number(of: 4, &input)
        }
        guard distance > 0, distance <= output.count, count <= length - output.count else { throw .malformed }
        // What is copied may reach into what the copy writes.
        for _ in 0..<count { output.append(output[output.count - distance]) }
    }

    /// Little-endian.
    private static func number(of bytes: Int, _ input: inout ByteBufferView) throws(Fault) -> Int {
        guard bytes <= input.count else { throw .malformed }
        var value = 0
        for shift in 0..<bytes { value |= Int(input.removeFirst()) << (8 * shift) }
        return value
    }
}
