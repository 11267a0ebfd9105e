/// What people with a browser see where there is no page: what is wrong, and the way back.
package struct FailurePage {
    /// In English, as all messages.
    private let message: String
    private let language: Language
    /// How many slashes a path has: links must lead to the pages from wherever a browser thinks it is.
    private let slashes: Int

    package init(message: String, language: Language, path: String) {
        self.message = message
        self.language = language
        slashes = path.utf8.count { $0 == UInt8(ascii: "/") }
    }

    package var markup: Markup {
        let wording = language.wording
        let top = slashes > 1 ? String(repeating: "../", count: slashes - 1) : "./"
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            \(PageHead.markup(title: wording.failure, top: top))
            </head>
            <body>
            <div id="page">
            <header><div><p class="back"><a href="\(top)">← \(wording.back)</a></p><h1>\(wording.failure)</h1></div></header>
            <main id="content"><div class="empty"><p lang="en">\(message)</p></div></main>
            </div>
            </body>
            </html>

            """
    }
}
