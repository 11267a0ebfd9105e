/// Requests counted by latency: for every bucket layout that contributed, one count per bucket.
///
/// Counts of equal layouts are added; different layouts stay apart, since converting one into another would invent
/// where the requests of a bucket lie. Merging is associative and commutative, and the empty histogram is its identity.
///
/// A bucket of a window has at most `mostInBucket` requests, on every way in. Sums of many may be too large for 63 bits: they
/// stay at `Int.max`, and `isBeyondCounting` says so.
package struct Histogram: Hashable, Sendable {
    /// The counts of one layout. `counts[i]` is the number of requests in bucket `i` alone, not cumulative.
    package struct Part: Hashable, Sendable {
        package let layout: BucketLayout
        package fileprivate(set) var counts: [Int]

        /// Refuses (`nil`) a number of counts other than the layout's buckets, and negative counts.
        package init?(layout: BucketLayout, counts: [Int]) {
            guard counts.count == layout.bucketCount, counts.allSatisfy({ $0 >= 0 }) else { return nil }
            self.layout = layout
            self.counts = counts
        }

        /// The number of requests, or `Int.max` where there are more.
        package var requests: Int { counts.clampedSum }
    }

    /// One part per layout, ordered by layout, so that equal histograms are equal values. Parts without requests are
    /// kept: they say which layouts the replicas had.
    package private(set) var parts: [Part]

    /// The sum of all latencies in microseconds; `nil` where the server doesn't tell it for some of the requests.
    package private(set) var sumMicroseconds: Int?

    /// The empty histogram.
    package init() {
        parts = []
        sumMicroseconds = 0
    }

    package init(_ part: Part, sumMicroseconds: Int?) {
        parts = [part]
        self.sumMicroseconds = sumMicroseconds
    }

    /// Of some parts, added up where they have the same layout; the sum of latencies is of all together. Empty without any.
    package init(_ parts: [Part], sumMicroseconds: Int?) {
        self.init()
        if zip(parts, parts.dropFirst()).allSatisfy({ $0.layout < $1.layout }) {
            self.parts = parts
        } else {
            for part in parts { add(part) }
        }
        if !parts.isEmpty { self.sumMicroseconds = sumMicroseconds }
    }

    /// The number of requests in all layouts, or `Int.max` where there are more.
    package var requests: Int { parts.lazy.map(\.requests).clampedSum }

    /// Below 2^53: from there on the numbers of Prometheus and of JSON leave requests out.
    package static let mostInBucket = 1 << 53 - 1

    /// Whether a window can have so many.
    package var isOfWindow: Bool { parts.allSatisfy { $0.counts.allSatisfy { $0 <= Self.mostInBucket } } }

    /// Whether its numbers are only the highest that can be told, and its percentiles not those of all requests.
    package var isBeyondCounting: Bool { requests == .max }

    /// Adds another histogram's requests to this one's.
    package mutating func merge(_ other: Histogram) {
        for part in other.parts { add(part) }
        guard let mine = sumMicroseconds, let theirs = other.sumMicroseconds else {
            sumMicroseconds = nil
            return
        }
        let (sum, overflow) = mine.addingReportingOverflow(theirs)
        sumMicroseconds = overflow ? nil : sum
    }

    package func merged(with other: Histogram) -> Histogram {
        var result = self
        result.merge(other)
        return result
    }

    /// What is left of it without one that is a part of it.
    package func without(_ part: Histogram) -> Histogram {
        var rest = self
        for own in part.parts {
            guard let place = rest.parts.firstIndex(where: { $0.layout == own.layout }) else { continue }
            rest.parts[place].counts.withUnsafeMutableBufferPointer { left in
                own.counts.withUnsafeBufferPointer { own in
                    for bucket in left.indices { left[bucket] = max(0, left[bucket] - own[bucket]) }
                }
            }
        }
        rest.sumMicroseconds = sumMicroseconds.flatMap { all in part.sumMicroseconds.map { all - $0 } }
        return rest
    }

    /// An order of all histograms: of those whose sum is known behind the others, then by layouts, by counts, and by sums.
    package func isOrdered(before other: Histogram) -> Bool {
        guard (sumMicroseconds == nil) == (other.sumMicroseconds == nil) else { return sumMicroseconds == nil }
        guard let (part, their) = zip(parts, other.parts).first(where: { $0 != $1 }) else {
            if parts.count != other.parts.count { return parts.count < other.parts.count }
            return (sumMicroseconds ?? 0) < (other.sumMicroseconds ?? 0)
        }
        if part.layout != their.layout { return part.layout < their.layout }
        return part.counts.lexicographicallyPrecedes(their.counts)
    }

    private mutating func add(_ part: Part) {
        // The same layout is nearly always there, and equal is told sooner than less.
        let place =
            parts.firstIndex { $0.layout == part.layout } ?? parts.firstIndex { $0.layout > part.layout } ?? parts.count
        guard place < parts.count, parts[place].layout == part.layout else {
            parts.insert(part, at: place)
            return
        }
        parts[place].counts.withUnsafeMutableBufferPointer { own in
            part.counts.withUnsafeBufferPointer { other in
                for bucket in own.indices { own[bucket] = own[bucket].addingClamped(other[bucket]) }
            }
        }
    }
}
