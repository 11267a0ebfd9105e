/// The languages that the pages speak.
package enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case korean = "ko"

    /// The best of them by an `Accept-Language` header (RFC 9110, 12.5.4); English where it names neither.
    package init(accepting header: String) {
        let tag = Language.best(of: Language.allCases.map(\.rawValue), accepting: header)
        self = tag.flatMap(Language.init) ?? .english
    }

    /// The best of some tags by such a header; nil where it names none of them. `*` is the first.
    ///
    /// The highest weight wins, the first of equal ones; a weight of 0 excludes; what can't be read is passed over. A range that is
    /// longer than a tag names it, too: `ko-KR` is Korean.
    package static func best(of tags: [String], accepting header: String) -> String? {
        var best = (tag: String?.none, weight: 0.0)
        for range in header.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let asked = parts.first?.lowercased(), let tag = tag(asked, among: tags) else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best.weight { best = (tag, weight) }
        }
        return best.tag
    }

    private static func tag(_ asked: String, among tags: [String]) -> String? {
        if asked == "*" { return tags.first }
        return tags.first { $0.lowercased() == asked }
            ?? tags.first { $0.lowercased() == asked.prefix { $0 != "-" } }
    }
}
