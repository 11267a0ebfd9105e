import Questions

/// What all pages have in common: the document around their content, the heading, the banner, the languages.
struct PageFrame {
    let settings: PageSettings
    let view: PageView
    let health: HealthAnswer
    /// What the page lacks because it is damaged, a line each.
    let damages: [String]
    let title: String
    /// Where this page is in a language.
    let address: (Language) -> String

    var wording: Strings { view.language.wording }

    /// `heading` and `content` are what is particular to a page.
    func document(heading: Markup, content: Markup) -> Markup {
        let state = health.overall.status.isFresh ? "" : "stale"
        return """
            <!DOCTYPE html>
            <html lang="\(view.language.rawValue)">
            <head>
            \(PageHead.markup(title: title, top: view.top))
            <noscript><meta http-equiv="refresh" content="300"/></noscript>
            <script src="\(view.top)page.js" defer="defer"></script>
            </head>
            <body data-unreachable="\(wording.unreachable)">
            <a class="skip" href="#content">\(wording.skipToContent)</a>
            \(StateBadge.symbols)
            <div id="page" class="\(state)">
            <header>
            \(heading)
            <nav class="languages" aria-label="\(wording.language)">\(Language.allCases.map(languageLink))</nav>
            </header>
            \(HealthBanner(health: health, settings: settings, wording: wording).markup)\
            \(DamageBanner(warnings: damages, wording: wording).markup)
            <main id="content">
            \(content)
            </main>
            </div>
            </body>
            </html>

            """
    }

    private func languageLink(_ language: Language) -> Markup {
        let isCurrent = language == view.language
        return """
            <a href="\(address(language))" hreflang="\(language.rawValue)" lang="\(language.rawValue)"\
            \(isCurrent ? " aria-current=\"true\"" : "" as Markup)>\(language.ownName)</a>
            """
    }
}
