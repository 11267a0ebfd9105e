import Latency
import Questions
import Support

/// The page for customers with all that belongs to it: what is at which path, and what that is.
package struct PublicSite: Sendable {
    /// What holds for all of it.
    package struct Settings: Sendable {
        /// The heading; nil has the usual one.
        package var title: String?
        /// Where times are.
        package var zone: Zone
        /// What that zone is called; nil names how far its clocks are ahead of UTC.
        package var zoneName: String?
        /// Where the page is, for what needs whole addresses; nil where that is not known.
        package var url: String?
        /// What is shown where a path names no language; nil goes by what the reader's browser asks for.
        package var language: String?

        package init(zone: Zone) { self.zone = zone }
    }

    package let models: [PublicModel]
    package let settings: Settings
    package let languages: [PublicLanguage]
    /// In the order in which they are written.
    package let paths: [PublicPath]

    /// - Parameter languages: at least one; the first is what is shown where nothing else says one.
    package init(models: [PublicModel], settings: Settings, languages: [PublicLanguage]) {
        (self.models, self.settings, self.languages) = (models, settings, languages)
        paths = PublicPath.all(models, languages: languages.map(\.tag))
    }

    /// The language of a tag; the first where there is none of it.
    package func language(_ tag: String?) -> PublicLanguage {
        languages.first { $0.tag.lowercased() == tag?.lowercased() } ?? languages[0]
    }

    /// What is at a path. `history` is asked for by charts alone.
    package func document(
        at path: PublicPath, in language: PublicLanguage, _ answer: PublicAnswer,
        history: (_ model: PublicAnswer.Model, _ range: PublicRange) throws -> HistoryAnswer?
    ) rethrows -> PublicDocument {
        let view = PublicView(site: self, path: path, language: language, answer: answer)
        switch path.part {
        case .home(let range): return .page(PublicHome(view: view, range: range).markup)
        case .model(let place):
            let charts = try PublicPath.chartRanges.map { range in
                PublicChart(
                    model: answer.models[place], range: range, history: try history(answer.models[place], range),
                    view: view)
            }
            return .page(PublicModelPage(view: view, place: place, charts: charts).markup)
        case .badge(let place):
            return .picture(PublicBadge(model: answer.models[place], view: view).markup, style: nil)
        case .chart(let place, let range):
            let found = try history(answer.models[place], range)
            let chart = PublicChart(model: answer.models[place], range: range, history: found, view: view)
            return .picture(chart.standalone, style: PageResource.chartStyleHash)
        case .rss: return PublicDocument(type: "application/rss+xml; charset=utf-8", PublicFeed(view: view).rss)
        case .atom: return PublicDocument(type: "application/atom+xml; charset=utf-8", PublicFeed(view: view).atom)
        case .json: return PublicDocument(type: "application/json; charset=utf-8", PublicJSON(view: view).text)
        case .style, .icon, .notFound: return fixed(path.part)
        }
    }

    /// What needs no answer.
    package func fixed(_ part: PublicPart) -> PublicDocument {
        switch part {
        case .style: PublicDocument(type: "text/css; charset=utf-8", PublicResource.style)
        case .icon: PublicDocument(type: "image/svg+xml; charset=utf-8", PageResource.icon)
        default: failure("not-found", in: languages[0], top: "")
        }
    }

    /// What people see where there is nothing, or where nothing can be told: `key` is that of its words. `top` is what links begin with.
    package func failure(_ key: String, in language: PublicLanguage, top: String) -> PublicDocument {
        let title = settings.title ?? language["title"]
        return .page(
            """
            <!DOCTYPE html>
            <html lang="\(language.tag)">
            <head>
            \(PageHead.markup(title: "\(language[key]) · \(title)", top: top))
            </head>
            <body>
            <div id="page">
            <header><div><p class="back"><a href="\(top.isEmpty ? "./" : top)">← \(language["back"])</a></p>\
            <h1>\(language[key])</h1></div></header>
            <main id="content"><div class="empty"><p>\(language["\(key).text"])</p></div></main>
            </div>
            </body>
            </html>

            """)
    }
}

/// What is at a path.
package struct PublicDocument: Sendable {
    /// The `Content-Type`.
    package let type: String
    package let text: String
    /// The `Content-Security-Policy` without who may frame it; nil for what is no page and no picture with a style.
    package let policy: String?

    init(type: String, _ text: String, policy: String? = nil) {
        (self.type, self.text, self.policy) = (type, text, policy)
    }

    static func page(_ markup: Markup) -> PublicDocument {
        PublicDocument(
            type: "text/html; charset=utf-8", markup.text,
            policy: "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'")
    }

    /// `style` is the hash of the style that is inside; nil where there is none.
    static func picture(_ markup: Markup, style: String?) -> PublicDocument {
        PublicDocument(
            type: "image/svg+xml; charset=utf-8", markup.text,
            policy: "default-src 'none'\(style.map { "; style-src '\($0)'" } ?? "")")
    }
}

/// What the page for customers looks like.
enum PublicResource {
    static let style = PageResource.style + String(decoding: PackageResources.public_css, as: UTF8.self)
}
