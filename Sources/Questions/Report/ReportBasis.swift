import Latency
import Support

/// What a report rests on, as it stands at its end, line by line, in every format.
package struct ReportBasis: Hashable, Sendable {
    /// What every line begins with.
    package static let marker = "metricsctl-report/1"

    /// In seconds since 1970 UTC: what happened after `start`, up to and including `end`.
    package let start, end: Int
    /// Whether the hour that `end` lies in was not over.
    package let isOpen: Bool
    /// SHA-256 of the exclusions that overlap it.
    package let exclusions: String
    package let digests: [CountDigest]

    package init(start: Int, end: Int, isOpen: Bool, exclusions: String, digests: [CountDigest]) {
        (self.start, self.end, self.isOpen) = (start, end, isOpen)
        (self.exclusions, self.digests) = (exclusions, digests)
    }

    /// One hash of all counts.
    package var hexadecimal: String {
        var hash = SHA256()
        for digest in digests { hash.add("\(digest.hexadecimal)\n") }
        return hash.hexadecimal
    }

    package static func digest(of exclusions: [Exclusion]) -> String {
        var hash = SHA256()
        let lines = exclusions.map { "\($0.from) \($0.to) \(PercentEncoding.encode($0.models.text))\n" }
        for line in Set(lines).sorted() { hash.add(line) }
        return hash.hexadecimal
    }

    /// Names are percent-encoded, so that no format changes them.
    package var lines: [String] {
        ["\(Self.marker) counts \(start) \(end) \(exclusions)\(isOpen ? " open" : "")"]
            + digests.map { digest in
                let names = [digest.source.name, digest.source.metric, digest.measure].map {
                    PercentEncoding.encode($0.text)
                }
                return
                    "\(Self.marker) source \(names.joined(separator: " ")) \(digest.unit.rawValue) \(digest.requests) "
                    + digest.hexadecimal
            }
    }

    /// Of a report in any format; nil where it has no such lines, or others than when it was written, as far as they tell.
    package init?(document: String) {
        let found = ReportLines(document: document)
        guard let first = found.lines.first, let head = Self.head(Self.words(of: first)) else { return nil }
        var digests: [CountDigest] = []
        for line in found.lines.dropFirst() {
            guard let digest = CountDigest(Self.words(of: line)) else { return nil }
            digests.append(digest)
        }
        self.init(
            start: head.start, end: head.end, isOpen: head.isOpen, exclusions: head.exclusions, digests: digests)
        if found.hash.map(String.init) != hexadecimal { return nil }
    }

    private static func words(of line: Substring) -> [String] { line.split(separator: " ").map { String($0) } }

    private static func head(_ words: [String]) -> ReportBasis? {
        guard (5...6).contains(words.count), words[1] == "counts", let start = Int(words[2]), let end = Int(words[3]),
            words.count == 5 || words[5] == "open",
            // Anybody can write into the file, and these are calculated with.
            Timestamp.times.contains(start), Timestamp.times.contains(end), start <= end
        else { return nil }
        return ReportBasis(start: start, end: end, isOpen: words.count == 6, exclusions: words[4], digests: [])
    }
}

extension CountDigest {
    /// Of the words of a line; nil where it is none of a source.
    fileprivate init?(_ words: [String]) {
        guard words.count == 8, words[1] == "source", let unit = LatencyUnit(rawValue: words[5]),
            let requests = Int(words[6]), requests >= 0, let name = PercentEncoding.decode(words[2]),
            let metric = PercentEncoding.decode(words[3]), let measure = PercentEncoding.decode(words[4])
        else { return nil }
        self.init(
            source: SourceID(name: Name(name), metric: Name(metric)), measure: Name(measure), unit: unit,
            requests: requests, hexadecimal: words[7])
    }
}
