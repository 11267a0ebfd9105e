import Latency

/// Hot rows merged, and in them those series of which the same is to come.
struct HotRowMerger {
    private struct Model {
        let series: Int
        var quality: Quality
        /// Nil where it is not known of some row.
        var sum: Int?
        var requests: Int
        var parts: [Part] = []
    }

    private struct Part {
        let layout: Int
        /// Where its counts begin in `counts`.
        let first: Int
    }

    private let decoder: HotRowDecoder
    private var reader: HotRowReader
    /// In the order in which they were first seen, and where each series is.
    private var models: [Model] = []
    private var places: [Int: Int] = [:]
    private var counts: [Int] = []

    init(_ decoder: HotRowDecoder) {
        self.decoder = decoder
        reader = HotRowReader(decoder)
    }

    /// Adds a row; `mark` is that of its place. Of one that is damaged nothing is added.
    mutating func add(_ bytes: UnsafeRawBufferPointer, mark: UInt32) throws(BodyError) {
        try reader.read(bytes, mark: mark)
        var next = 0
        for value in reader.values {
            let place = place(of: value.series, expectedAt: next)
            next = place + 1
            add(value, to: place)
        }
    }

    /// Rows that follow each other mostly have the same models in the same order.
    private mutating func place(of series: Int, expectedAt place: Int) -> Int {
        if place < models.count, models[place].series == series { return place }
        // Those that are added up mostly follow each other.
        if place > 0, models[place - 1].series == series { return place - 1 }
        if let known = places[series] { return known }
        places[series] = models.count
        // The best quality and nothing in it: what merging begins with.
        models.append(Model(series: series, quality: .exact, sum: 0, requests: 0))
        return models.count - 1
    }

    private mutating func add(_ value: HotRowReader.Value, to place: Int) {
        models[place].requests = models[place].requests.addingClamped(value.requests)
        let isCountable = models[place].requests < .max
        models[place].quality = max(models[place].quality, value.quality)
        models[place].sum = models[place].sum.flatMap { known in
            value.sum.map { known.addingReportingOverflow($0) }.flatMap { $0.overflow ? nil : $0.partialValue }
        }
        for part in value.parts {
            let part = reader.parts[part]
            var first = self.first(of: part, at: place)
            for count in reader.counts[part.counts] {
                // Where all of a model's requests together don't overflow, none of its counts does.
                counts[first] = isCountable ? counts[first] &+ count : counts[first].addingClamped(count)
                first += 1
            }
        }
    }

    private mutating func first(of part: HotRowReader.Part, at place: Int) -> Int {
        if let known = models[place].parts.first(where: { $0.layout == part.layout }) { return known.first }
        let first = counts.count
        models[place].parts.append(Part(layout: part.layout, first: first))
        counts.append(contentsOf: repeatElement(0, count: part.buckets))
        return first
    }

    /// What was added since this was asked last, in the order in which the models came first.
    mutating func takeModels() -> [ModelWindow] {
        let result = models.map { model in
            ModelWindow(
                series: (decoder.series[model.series] ?? nil) ?? "", quality: model.quality, histogram: histogram(model)
            )
        }
        models.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        return result
    }

    private func histogram(_ model: Model) -> Histogram {
        let parts = model.parts.compactMap { part in
            decoder.layouts[part.layout].flatMap { layout in
                Histogram.Part(layout: layout, counts: Array(counts[part.first..<part.first + layout.bucketCount]))
            }
        }
        return Histogram(parts, sumMicroseconds: model.sum)
    }
}
