/// The files that the pages ask for, carried inside the program.
package enum PageResource {
    package static let script = text(PackageResources.page_js)
    /// One file for the pages, so that they need one request.
    package static let style = chartStyle + text(PackageResources.page_css)
    /// What charts look like, in the pages and on their own.
    static let chartStyle = text(PackageResources.chart_css)
    /// Its SHA-256, as a Content-Security-Policy names it; a test says what it is when it changed.
    package static let chartStyleHash = "sha256-zYpH6xTtFFqgPLGldRvbBwH+kptXwuTX/2huGuEPlJo="
    package static let icon = text(PackageResources.icon_svg)

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
