import Questions

/// The document around what is particular to a page.
struct PublicFrame {
    let view: PublicView
    /// In the window's title, before that of all pages; nil on the first page.
    var subject: String?

    func document(heading: Markup, content: Markup) -> Markup {
        let (language, title) = (view.language, view.title)
        return """
            <!DOCTYPE html>
            <html lang="\(language.tag)">
            <head>
            \(PageHead.markup(title: subject.map { "\($0) · \(title)" } ?? title, top: view.path.top))
            <link rel="alternate" type="application/rss+xml" title="\(title)" href="\(view.link(to: .rss))"/>
            <link rel="alternate" type="application/atom+xml" title="\(title)" href="\(view.link(to: .atom))"/>
            </head>
            <body>
            <a class="skip" href="#content">\(language["skip"])</a>
            \(StateBadge.symbols)
            <div id="page" class="public">
            <header>
            <div>\(heading)</div>
            <nav class="languages" aria-label="\(language["languages"])">\(view.site.languages.map(languageLink))</nav>
            </header>
            <main id="content">
            \(content)
            </main>
            <footer>\(footer)</footer>
            </div>
            </body>
            </html>

            """
    }

    private func languageLink(_ other: PublicLanguage) -> Markup {
        let address = view.path.top + PublicPath(view.path.part, language: other.tag, view.site.models).text
        let current: Markup = other.tag == view.language.tag ? " aria-current=\"true\"" : ""
        return """
            <a href="\(address)" hreflang="\(other.tag)" lang="\(other.tag)"\(current)>\(other.name)</a>
            """
    }

    private var footer: Markup {
        let language = view.language
        return """
            <p>\(language["meaning"])</p>
            <p>\(language.text("zone", ["zone": view.zone]))</p>
            <ul class="links"><li>\(language["feeds"]): <a href="\(view.link(to: .rss))">RSS</a>, \
            <a href="\(view.link(to: .atom))">Atom</a></li><li><a href="\(view.link(to: .json))">JSON</a></li></ul>
            """
    }
}
