/// Says on top of a page that what it shows lacks what is damaged in the archive, and names it; nothing where all is there.
struct DamageBanner {
    /// One line for each damage.
    let warnings: [String]
    let wording: Strings

    /// So many are named, as a damaged year would fill the page.
    private static let mostNamed = 5

    var markup: Markup {
        if warnings.isEmpty { return "" }
        let named: [Markup] = warnings.prefix(Self.mostNamed).map { "<li>\($0)</li>" }
        let others = warnings.count - named.count
        let more: Markup = others > 0 ? "<li>\(wording.moreDamages(others))</li>" : ""
        return """
            <section class="banner degraded damaged" role="status">\(StateBadge.icon(.warning))\
            <div><p><strong>\(wording.damaged)</strong></p><ul>\(named)\(more)</ul></div></section>
            """
    }
}
