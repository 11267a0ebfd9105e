import Archive
import Latency
import Support

/// The counts of one source in a stretch of time, as a hash that is the same as long as they are.
///
/// It is SHA-256 over the merged counts by model, label values, bucket layout and hour of UTC: days that are thinned to hours keep
/// it. Hours that the stretch cuts at either end are in it as a whole. Of an hour that was not over when it was asked about there
/// are the windows up to then, as long as windows are kept. Sums of latencies and the unit are not in it.
package struct CountDigest: Hashable, Sendable {
    package let source: SourceID
    package let measure: Name
    package let unit: LatencyUnit
    package let requests: Int
    package let hexadecimal: String

    package init(
        source: SourceID, measure: Name, unit: LatencyUnit, requests: Int, hexadecimal: String
    ) {
        (self.source, self.measure, self.unit) = (source, measure, unit)
        (self.requests, self.hexadecimal) = (requests, hexadecimal)
    }

    /// - Parameters:
    ///   - start: in seconds since 1970 UTC.
    ///   - end: the same; not in the future of who asks.
    ///   - isOpen: whether the hour that `end` lies in was not over.
    init(
        of source: Source, measure: Name, from start: Int, to end: Int, isOpen: Bool, in archive: Archive,
        _ damages: inout Damages
    ) throws(ArchiveError) {
        var (hash, requests) = (SHA256(), 0)
        let description = source.description
        for text in [description.name.text, description.metric.text, measure.text] { hash.add(Self.field(text)) }
        if let hours = Self.hours(from: start, to: end, isOpen: isOpen) {
            var (at, values) = (Int.min, [SeriesKey: Histogram]())
            func close() {
                requests = requests.addingClamped(Self.add(values, at, to: &hash))
                values = [:]
            }
            let selection = SeriesSelection(by: description.seriesLabels)
            let left = try archive.forEachStretch(
                of: source, in: hours, newestFirst: false, selection: selection, stepEnd: Self.endOfHour
            ) { stretch in
                let hour = Self.endOfHour(stretch.last).end
                if hour != at {
                    close()
                    at = hour
                }
                for value in stretch.models { values[value.series, default: Histogram()].merge(value.histogram) }
                return true
            }
            close()
            damages.add(left)
        }
        self.init(
            source: description.id, measure: measure, unit: description.unit, requests: requests,
            hexadecimal: hash.hexadecimal)
    }

    private static func hours(from start: Int, to end: Int, isOpen: Bool) -> ClosedRange<Window>? {
        let hour = 3600
        let first = Window(endedAt: start / hour * hour).advanced(by: 1)
        let last = Window(endedAt: isOpen ? end : (end + hour - 1) / hour * hour)
        return start < end && first <= last ? first...last : nil
    }

    private static func endOfHour(_ window: Window) -> Window {
        let length = UTCDay.windowsPerHour
        return Window(index: (window.index + length - 1) / length * length)
    }

    /// Returns the number of requests.
    private static func add(_ values: [SeriesKey: Histogram], _ hour: Int, to hash: inout SHA256) -> Int {
        var requests = 0
        for (series, histogram) in values.sorted(by: { $0.key < $1.key }) {
            for part in histogram.parts where part.requests > 0 {
                requests = requests.addingClamped(part.requests)
                hash.add(field(String(hour)))
                for name in [series.model] + series.labels { hash.add(field(name.text)) }
                hash.add(field(part.layout.upperBounds.map(\.description).joined(separator: ",")))
                hash.add(field(part.counts.map(String.init).joined(separator: ",")))
            }
        }
        return requests
    }

    /// With its length, so that no two lists of texts are one.
    private static func field(_ text: String) -> String { "\(text.utf8.count):\(text)\n" }
}
