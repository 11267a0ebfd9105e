/// How the series of a metric are called.
package struct MetricNames: Hashable, Sendable {
    /// What people call it.
    package let metric: String
    /// The counters: those of a histogram's buckets, else the only one.
    package let counts: String
    /// The sums of latencies; nil where there are none.
    package let sums: String?
    /// The native histogram; nil for a metric that is no histogram.
    package let native: String?

    package static func histogram(_ name: String) -> MetricNames {
        MetricNames(metric: name, counts: name + "_bucket", sums: name + "_sum", native: name)
    }

    /// - Parameter name: as it is exposed, with `_total` or without.
    package static func counter(_ name: String) -> MetricNames {
        MetricNames(metric: name, counts: name, sums: nil, native: nil)
    }

    /// A sum that another counter divides.
    package static func mean(sum: String, count: String) -> MetricNames {
        MetricNames(metric: sum, counts: count, sums: sum, native: nil)
    }

    /// A summary: what of it can be added up.
    package static func summary(_ name: String) -> MetricNames {
        MetricNames(metric: name, counts: name + "_count", sums: name + "_sum", native: nil)
    }

    var all: [String] { [counts] + [sums, native].compactMap(\.self) }

    func role(of name: String) -> SeriesRole? {
        switch name {
        case counts: native == nil ? .total : .bucket
        case sums: .sum
        case native: .native
        default: nil
        }
    }
}

/// What the values of a series are.
package enum SeriesRole: Hashable, Sendable {
    /// Counts up to a bound.
    case bucket
    /// All counts.
    case total
    /// What they took together, in the metric's unit.
    case sum
    /// Native histograms.
    case native
}
