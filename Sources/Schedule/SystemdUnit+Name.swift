import Latency
import Support

extension SystemdUnit {
    /// What the names of all services and timers that collect begin with.
    static let collectPrefix = "metricsctl-collect"

    /// The name of a source's service and timer, without their endings, which no other source has: `metricsctl-collect` and,
    /// for sources that have other names than the usual, these after it. Where a name can't be written as it is, or could be
    /// taken for another's, two dashes and a hash of the names' bytes follow.
    package static func collectName(_ source: SourceID) -> String {
        let usual = SourceID.standard
        guard source != usual else { return collectPrefix }
        let all = [source.name.text, source.metric.text]
        let parts = source.metric == usual.metric ? [all[0]] : all
        // A metric alone would read as a source of that name.
        if source.name != usual.name, parts.allSatisfy(isPlain) {
            return ([collectPrefix] + parts).joined(separator: "-")
        }
        let told = source.name == usual.name ? [all[1]] : parts
        let slug = told.map { String(plain($0).prefix(longestPart)) }
        return ([collectPrefix] + slug).joined(separator: "-") + "--" + hash(of: source)
    }

    /// File names end at 255 bytes.
    private static let longestPart = 80

    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= longestPart && text.utf8.elementsEqual(plain(text).utf8)
    }

    private static func plain(_ text: String) -> String {
        String(text.unicodeScalars.map { isPlain($0) ? Character($0) : "_" })
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".": true
        default: false
        }
    }

    /// In 16 hexadecimal digits.
    private static func hash(of source: SourceID) -> String {
        let digits = String(StableHash.of(source.name.text, source.metric.text), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
