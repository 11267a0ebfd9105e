import Archive
import Latency
import Questions
import Support

/// Where many machines collect into one archive, one source is collected from one server. Of a window that two have the larger
/// count is kept: collected from both halves of a pair, which scrape at different moments, a source would count too much.
enum OneServer {
    /// Throws where the source was collected from another server lately, unless that is to be taken over.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    static func check(
        _ description: SourceDescription, in archive: Archive, now: Int, takesOver: Bool
    ) throws {
        guard archive.isShared, !takesOver,
            let known = try archive.source(named: description.name, metric: description.metric),
            known.description.url != description.url,
            let newest = try archive.newestWindow(of: known).value, now - newest.end < latelySeconds
        else { return }
        throw OtherServer(source: known.description.name, url: known.description.url, given: description.url)
    }

    private static let latelySeconds = 2 * 3600

    private struct OtherServer: ExplainedError {
        let source: Name
        let url: String
        let given: String

        var message: String { "source \"\(source)\" is collected from \(url), not from \(given)" }
        var hint: Hint? {
            "collect --take-over goes on with this server; two servers under one source count some requests twice"
        }
    }
}
