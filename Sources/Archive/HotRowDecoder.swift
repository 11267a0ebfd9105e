import Latency

/// Reads what `HotRow` writes, or damaged bytes, of which it accepts none whose checksum is wrong.
struct HotRowDecoder {
    /// The model of every series of the source; nil for those to be skipped.
    let models: [Int: String?]
    let layouts: [Int: BucketLayout]

    /// The models, in the order of their names as far as the writer kept it. Empty for an empty window.
    func decode(_ bytes: UnsafeRawBufferPointer) throws(BodyError) -> [ModelWindow] {
        var reader = try ByteReader(checked: bytes, version: HotRow.version)
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

    private func decodeModel(_ model: String, _ reader: inout ByteReader) throws(BodyError) -> ModelWindow {
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
    ) throws(BodyError) -> Histogram.Part {
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
