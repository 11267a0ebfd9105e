/// What one part of an answer may have. A few bytes of JSON may stand for many times as many of memory; no server has a
/// reason to send as much.
enum DecodingLimits {
    static let stringBytes = 1 << 20
    /// Of a series. Servers allow some dozens.
    static let labels = 1000
    /// Of a series: at most 11,001 points of a range, or what was scraped in an hour.
    static let samples = 100_000
    static let histograms = 10_000
    /// Of a native histogram.
    static let buckets = 10_000
    /// For all strings of a list together, in bytes.
    static let listMemory = 4 << 20
}

extension Series {
    /// About how many bytes of memory it takes.
    var memory: Int {
        var bytes = 128 + 16 * samples.count + 64 * histograms.count
        for (name, value) in labels { bytes += 64 + name.text.memory + value.text.memory }
        for sample in histograms { bytes += 24 * sample.histogram.buckets.count }
        return bytes
    }
}

extension String {
    /// About how many bytes of memory it takes beside its own 16: short ones take none.
    var memory: Int { utf8.count > 15 ? utf8.count + 32 : 0 }
}
