import Latency

/// Reads what `HotRow` writes, or damaged bytes, of which it accepts none whose checksum is wrong.
struct HotRowDecoder {
    /// The model of every series of the source; nil for those to be skipped.
    let models: [Int: String?]
    let layouts: [Int: BucketLayout]

    /// The models, in the order of their names as far as the writer kept it. Empty for an empty window.
    func decode(_ bytes: UnsafeRawBufferPointer) throws(HotRowError) -> [ModelWindow] {
        var reader = try Self.checked(bytes)
        var result: [ModelWindow] = []
        while reader.remaining > 0 {
            let series = try reader.number()
            let length = try reader.number()
            var rest = try reader.slice(length)
            guard let wanted = models[series] else { throw .unknownSeries(series) }
            if let model = wanted { result.append(try decodeModel(model, &rest)) }
        }
        return result
    }

    /// What lies between version and checksum.
    private static func checked(_ bytes: UnsafeRawBufferPointer) throws(HotRowError) -> ByteReader {
        let end = bytes.count - HotRow.checksumLength
        guard end >= 1 else { throw .truncated }
        let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
        guard CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<end])) == stored else { throw .wrongChecksum }
        guard bytes[0] == HotRow.version else { throw .unknownVersion(bytes[0]) }
        return ByteReader(UnsafeRawBufferPointer(rebasing: bytes[1..<end]))
    }

    private func decodeModel(_ model: String, _ reader: inout ByteReader) throws(HotRowError) -> ModelWindow {
        let flags = try reader.byte()
        guard let quality = Quality(rawValue: flags & ~HotRow.sumIsKnown) else { throw .malformed }
        let sum = flags & HotRow.sumIsKnown == 0 ? nil : try reader.zigzag()
        var histogram = Histogram()
        var isFirst = true
        var requests = 0
        while reader.remaining > 0 {
            let part = try decodePart(&reader, &requests)
            // The sum belongs to all parts together.
            let one = Histogram(part, sumMicroseconds: isFirst ? sum : 0)
            if isFirst { histogram = one } else { histogram.merge(one) }
            isFirst = false
        }
        guard !isFirst || sum == 0 else { throw .malformed }
        return ModelWindow(model: model, quality: quality, histogram: histogram)
    }

    private func decodePart(
        _ reader: inout ByteReader, _ requests: inout Int
    ) throws(HotRowError) -> Histogram.Part {
        let id = try reader.number()
        guard let layout = layouts[id] else { throw .unknownLayout(id) }
        let used = try reader.number()
        guard used <= layout.bucketCount else { throw .malformed }
        var counts = [Int](repeating: 0, count: layout.bucketCount)
        for bucket in 0..<used {
            counts[bucket] = try reader.number()
            // The domain adds the counts of a histogram without looking.
            let (sum, overflow) = requests.addingReportingOverflow(counts[bucket])
            guard !overflow else { throw .malformed }
            requests = sum
        }
        guard let part = Histogram.Part(layout: layout, counts: counts) else { throw .malformed }
        return part
    }
}
