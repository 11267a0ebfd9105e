import Latency

extension ChunkHeader {
    /// What a whole day comes to, as a chunk has it before its stream: `totals` of `Chunk`.
    struct Totals {
        /// Per layout one count per bucket.
        private let counts: [[Int]]
        /// Nil where it isn't known, or beyond 63 bits.
        private let sum: Int?

        /// - Parameter total: nil for a day without data.
        init(_ total: ModelDay.Total?, _ layouts: [BucketLayout]) {
            let parts = total?.histogram.parts ?? []
            counts = layouts.map { layout in
                parts.first { $0.layout == layout }?.counts ?? [Int](repeating: 0, count: layout.bucketCount)
            }
            sum = total?.histogram.sumMicroseconds
        }

        init(_ reader: inout ByteReader, _ layouts: [BucketLayout]) throws(BodyError) {
            var (counts, requests): ([[Int]], Int) = ([], 0)
            for layout in layouts {
                var own: [Int] = []
                own.reserveCapacity(layout.bucketCount)
                for _ in 0..<layout.bucketCount {
                    let count = try reader.number()
                    let (sum, overflow) = requests.addingReportingOverflow(count)
                    if overflow { throw .malformed }
                    requests = sum
                    own.append(count)
                }
                counts.append(own)
            }
            switch try reader.byte() {
            case 0: sum = nil
            case 1: sum = try reader.zigzag()
            default: throw .malformed
            }
            self.counts = counts
        }

        func write(to writer: inout ByteWriter) {
            for count in counts.joined() { writer.number(count) }
            writer.byte(sum == nil ? 0 : 1)
            if let sum { writer.zigzag(sum) }
        }

        /// With what the slots have in common; nil where none has data.
        func total(of header: ChunkHeader) -> ModelDay.Total? {
            guard let state = header.runs.lazy.compactMap(\.state).merged else { return nil }
            let parts = state.layouts.compactMap { Histogram.Part(layout: header.layouts[$0], counts: counts[$0]) }
            return ModelDay.Total(
                quality: state.quality,
                histogram: Histogram(parts, sumMicroseconds: state.sumIsKnown ? sum : nil))
        }
    }
}

extension Sequence<ModelDay.State> {
    /// The state of all together.
    fileprivate var merged: ModelDay.State? {
        reduce(nil) { total, next in total?.merged(with: next) ?? next }
    }
}
