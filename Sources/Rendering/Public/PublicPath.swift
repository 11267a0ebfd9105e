import Questions

/// Something that the page for customers has at an address of its own.
package enum PublicPart: Hashable, Sendable {
    case home(PublicRange)
    /// By its place among the public models.
    case model(Int)
    case badge(Int)
    case chart(Int, PublicRange)
    case rss, atom, json, style, icon, notFound
}

/// Where a part is. Files of an export have the same paths as `serve` answers, and all links are relative, so that both work below any
/// address.
package struct PublicPath: Hashable, Sendable {
    package let part: PublicPart
    /// The tag of the language that the path names; nil for what goes by the reader's.
    package let language: String?
    /// Without a slash in front; `index.html` is left out.
    package let text: String

    /// How links lead from here to the top, and to the top of the same language.
    var top: String { String(repeating: "../", count: text.utf8.count { $0 == UInt8(ascii: "/") }) }
    var languageTop: String { top + (language.map { "\($0)/" } ?? "") }

    /// How a file of it is called.
    package var file: String { text.isEmpty || text.hasSuffix("/") ? "\(text)index.html" : text }

    init(_ part: PublicPart, language: String?, _ models: [PublicModel]) {
        (self.part, self.language) = (part, language)
        text = (language.map { "\($0)/" } ?? "") + Self.text(of: part, models)
    }

    /// Charts are of a day and of a month.
    static let chartRanges = [PublicRange.day, .month]

    static func text(of part: PublicPart, _ models: [PublicModel]) -> String {
        switch part {
        case .home(.quarter): ""
        case .home(let range): "\(range.rawValue).html"
        case .model(let place): "models/\(models[place].id).html"
        case .badge(let place): "badges/\(models[place].id).svg"
        case .chart(let place, let range):
            "charts/\(models[place].id)\(range == .day ? "" : "-\(range.rawValue)").svg"
        case .rss: "feed.rss"
        case .atom: "feed.atom"
        case .json: "public.json"
        case .style: "page.css"
        case .icon: "icon.svg"
        case .notFound: "404.html"
        }
    }

    /// All that there are.
    static func all(_ models: [PublicModel], languages: [String]) -> [PublicPath] {
        var parts = PublicRange.allCases.map { PublicPart.home($0) } + [.rss, .atom]
        for place in models.indices {
            parts += [.model(place), .badge(place)] + chartRanges.map { .chart(place, $0) }
        }
        let translated = ([nil] + languages.map(Optional.some)).flatMap { language in
            parts.map { PublicPath($0, language: language, models) }
        }
        return translated + [PublicPart.json, .style, .icon].map { PublicPath($0, language: nil, models) }
    }
}
