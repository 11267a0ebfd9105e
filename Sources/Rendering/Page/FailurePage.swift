/// What people with a browser see where there is no page: what is wrong, and the way back.
package struct FailurePage {
    /// In English, as all messages.
    private let message: String
    private let language: Language
    /// What links begin with.
    private let top: String

    /// `top` is what links begin with, as in `PageView`; nil where only the path is known that was asked for.
    package init(message: String, language: Language, path: String, top: String? = nil) {
        self.message = message
        self.language = language
        self.top = top ?? FailurePage.top(from: path)
    }

    package var markup: Markup {
        let wording = language.wording
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

    /// Links must lead to the pages from wherever a browser thinks it is.
    private static func top(from path: String) -> String {
        let slashes = path.utf8.count { $0 == UInt8(ascii: "/") }
        return slashes > 1 ? String(repeating: "../", count: slashes - 1) : "./"
    }
}
