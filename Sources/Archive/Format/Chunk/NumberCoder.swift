/// Writes numbers, or reads them: so that a format has one description that works both ways. A writer stores what it is
/// given and returns it; a reader ignores what it is given and returns what is stored.
protocol NumberCoder {
    mutating func bit(_ value: @autoclosure () -> Bool) -> Bool

    /// A number of which nothing is known: the number of its binary digits in seven bits, then the digits.
    mutating func whole(_ value: @autoclosure () -> UInt64) -> UInt64

    /// A Rice code (R. F. Rice, "Some practical universal noiseless coding techniques", JPL 79-22): `value >> k` zeros, a
    /// one, the low `k` bits of the value. Where there would be 20 zeros or more: 20 of them, then the number `whole`.
    mutating func rice(_ value: @autoclosure () -> UInt64, _ k: Int) -> UInt64
}

enum RiceCode {
    static let maximumZeros = 20
    /// Holds 0 to 64.
    static let lengthBits = 7
}

struct NumberWriter: NumberCoder {
    private var writer: BitWriter

    init(after bytes: [UInt8]) { writer = BitWriter(after: bytes) }

    func finished() -> [UInt8] { writer.finished() }

    mutating func bit(_ value: @autoclosure () -> Bool) -> Bool {
        let value = value()
        writer.bits(value ? 1 : 0, 1)
        return value
    }

    mutating func whole(_ value: @autoclosure () -> UInt64) -> UInt64 {
        let value = value()
        let digits = UInt64.bitWidth - value.leadingZeroBitCount
        writer.bits(UInt64(digits), RiceCode.lengthBits)
        writer.bits(value, digits)
        return value
    }

    mutating func rice(_ value: @autoclosure () -> UInt64, _ k: Int) -> UInt64 {
        let value = value()
        let zeros = value >> UInt64(k)
        guard zeros < RiceCode.maximumZeros else {
            writer.bits(0, RiceCode.maximumZeros)
            return whole(value)
        }
        writer.bits(1, Int(zeros) + 1)
        writer.bits(value, k)
        return value
    }
}

struct NumberReader: NumberCoder {
    private(set) var reader: BitReader

    init(_ bytes: UnsafeRawBufferPointer) { reader = BitReader(bytes) }

    @inline(__always)
    mutating func bit(_: @autoclosure () -> Bool) -> Bool { reader.bits(1) == 1 }

    @inline(__always)
    mutating func whole(_: @autoclosure () -> UInt64) -> UInt64 {
        let (number, rest) = Self.whole(self)
        self = rest
        return number
    }

    @inline(__always)
    mutating func rice(_: @autoclosure () -> UInt64, _ k: Int) -> UInt64 {
        if let (zeros, bits) = reader.zerosAndBits(limit: RiceCode.maximumZeros, k) {
            return UInt64(zeros) << UInt64(k) | bits
        }
        let (number, rest) = Self.longRice(self, k)
        self = rest
        return number
    }

    // By value, as `BitReader` has it.

    @inline(never)
    private static func whole(_ coder: NumberReader) -> (UInt64, rest: NumberReader) {
        var coder = coder
        // No writer writes more than 64; what is read then is refused by whoever asked for it, or by the end.
        let number = coder.reader.bits(min(Int(coder.reader.bits(RiceCode.lengthBits)), UInt64.bitWidth))
        return (number, coder)
    }

    @inline(never)
    private static func longRice(_ coder: NumberReader, _ k: Int) -> (UInt64, rest: NumberReader) {
        var coder = coder
        let zeros = coder.reader.zeros(limit: RiceCode.maximumZeros)
        if zeros == RiceCode.maximumZeros { return whole(coder) }
        return (UInt64(zeros) << UInt64(k) | coder.reader.bits(k), coder)
    }
}
