/// What every page has in its head.
enum PageHead {
    /// - Parameter top: what links to the other pages and their parts begin with.
    static func markup(title: String, top: String = "") -> Markup {
        """
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>\(title)</title>
        <link rel="icon" type="image/svg+xml" href="\(top)icon.svg"/>
        <link rel="stylesheet" href="\(top)page.css"/>
        """
    }
}
