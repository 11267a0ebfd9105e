/// Which pages may show the pages of this server inside themselves: a list of sources as
/// `Content-Security-Policy: frame-ancestors` has it (CSP 3, 6.4.2).
package struct FrameAncestors: Sendable, Hashable {
    /// No page may.
    package static let none = FrameAncestors(checked: "'none'")

    let text: String

    /// nil where a source in the list is neither `'self'`, `'none'` alone, `*`, a scheme (`https:`) nor a host
    /// (`https://wiki.example.org`, `*.example.org:8443`).
    package init?(_ text: String) {
        let sources = text.split(separator: " ")
        guard !sources.isEmpty, sources.allSatisfy(FrameAncestors.isSource) else { return nil }
        if sources.contains("'none'"), sources.count > 1 { return nil }
        self.text = sources.joined(separator: " ")
    }

    private init(checked text: String) { self.text = text }

    private static func isSource(_ source: Substring) -> Bool {
        if source == "'self'" || source == "'none'" { return true }
        // Those are hosts' names for a browser, which nobody means.
        if source == "self" || source == "none" { return false }
        // What is left may not end the directive or the header, nor hold a path, which is not looked at for ancestors.
        return source.wholeMatch(of: /([a-zA-Z][a-zA-Z0-9+.\-]*:)?(\/\/)?[a-zA-Z0-9.:*\[\]\-]*/) != nil
            && source.contains { $0.isLetter || $0.isNumber || $0 == "*" }
    }
}
