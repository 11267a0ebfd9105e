/// What is known of one model in one window that was collected.
///
/// A model without a value in a collected window had no data there: none of its replicas had a sample. A value whose
/// histogram counts no requests is a model without traffic.
package struct ModelWindow: Hashable, Sendable {
    package let series: SeriesKey
    package let quality: Quality
    package let histogram: Histogram

    package init(series: SeriesKey, quality: Quality, histogram: Histogram) {
        self.series = series
        self.quality = quality
        self.histogram = histogram
    }

    /// Of a source without further labels.
    package init(model: Name, quality: Quality, histogram: Histogram) {
        self.init(series: SeriesKey(model), quality: quality, histogram: histogram)
    }

    package var model: Name { series.model }

    /// Both together: their requests, in the worse of their qualities.
    package func merged(with other: ModelWindow) -> ModelWindow {
        ModelWindow(
            series: series, quality: max(quality, other.quality), histogram: histogram.merged(with: other.histogram))
    }

    /// Whether this, just collected, should take the place of what an earlier collection stored of the same window.
    ///
    /// More requests win, in any quality: a later look has then seen scrapes that had not landed at the first, and if one
    /// of them was of a replica that restarted or came back after a gap, its quality is worse and right. The next window
    /// counts from that scrape on, so that its requests would be lost. Of as many requests the better quality wins. Fewer
    /// never do, however good they look: the server has lost some since. Of two that are as good their counts decide, so
    /// that all who store both keep the same one, in whatever order.
    package func replaces(_ stored: ModelWindow) -> Bool {
        if histogram.requests != stored.histogram.requests { return histogram.requests > stored.histogram.requests }
        if quality != stored.quality { return quality < stored.quality }
        return !histogram.isOrdered(before: stored.histogram)
    }
}

/// All series of one collected window.
package struct CollectedWindow: Hashable, Sendable {
    package let window: Window
    /// One value per series that had a sample, ordered by model and labels.
    package private(set) var models: [ModelWindow]

    /// The series may come in any order, each once.
    package init(window: Window, models: [ModelWindow] = []) {
        self.window = window
        // Mostly they are in order, and telling so is cheaper than sorting them.
        let isSorted = zip(models, models.dropFirst()).allSatisfy { $0.series <= $1.series }
        self.models = isSorted ? models : models.sorted { $0.series < $1.series }
    }

    /// This window with what an earlier collection of it knew better: see `ModelWindow.replaces`.
    package func keeping(betterOf earlier: CollectedWindow) -> CollectedWindow {
        var kept: [ModelWindow] = []
        kept.reserveCapacity(max(models.count, earlier.models.count))
        var others = earlier.models[...]
        // Both are in order.
        for fresh in models {
            while let other = others.first, other.series < fresh.series { kept.append(others.removeFirst()) }
            guard let stored = others.first, stored.series == fresh.series else {
                kept.append(fresh)
                continue
            }
            others.removeFirst()
            kept.append(fresh.replaces(stored) ? fresh : stored)
        }
        return CollectedWindow(window: window, models: kept + others)
    }

    /// This window in the place of one that an earlier collection stored of it, and that may have been spoiled: what is
    /// exact here replaces what is stored, also with fewer requests; else the better of both is kept. Series that this one
    /// does not have go, if it has any exactly, but for those of models that it could not read.
    ///
    /// - Parameter unread: the models that the answer has something of that can't be read.
    package func replacing(_ stored: CollectedWindow, keeping unread: Set<Name>) -> CollectedWindow {
        let isTrusted = models.contains { $0.quality == .exact }
        var bySeries: [SeriesKey: ModelWindow] = [:]
        for value in stored.models where !isTrusted || unread.contains(value.model) { bySeries[value.series] = value }
        let earlier = Dictionary(stored.models.map { ($0.series, $0) }) { $1 }
        for fresh in models {
            guard let known = earlier[fresh.series], fresh.quality != .exact, !fresh.replaces(known) else {
                bySeries[fresh.series] = fresh
                continue
            }
            bySeries[fresh.series] = known
        }
        return CollectedWindow(window: window, models: Array(bySeries.values))
    }
}
