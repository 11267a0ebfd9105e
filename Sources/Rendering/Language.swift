/// The languages that the pages speak.
package enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case korean = "ko"

    /// The best of them by an `Accept-Language` header (RFC 9110, 12.5.4); English where it names neither.
    ///
    /// The highest weight wins, the first of equal ones; a weight of 0 excludes; what can't be read is passed over.
    package init(accepting header: String) {
        var best = (language: Language.english, weight: 0.0)
        for range in header.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let tag = parts.first?.lowercased(), let language = Language(tag: tag) else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best.weight { best = (language, weight) }
        }
        self = best.language
    }

    /// Of a tag in lower case: `ko-kr` is Korean, `*` is whatever we like best.
    private init?(tag: String) {
        self.init(rawValue: tag == "*" ? "en" : String(tag.prefix { $0 != "-" }))
    }
}
