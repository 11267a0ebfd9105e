import Latency
import Questions
import Support

/// What was announced, as RSS 2.0 and as Atom (RFC 4287): an entry for each announcement, with all that was said of it.
struct PublicFeed {
    let view: PublicView

    private var language: PublicLanguage { view.language }
    private var announcements: [PublicAnnouncement] { view.answer.announcements }

    var rss: String {
        let items: [Markup] = announcements.map { found in
            """
            <item><title>\(title(of: found.announcement))</title><link>\(link(to: found))</link>
            <guid isPermaLink="false">urn:uuid:\(found.id)</guid><pubDate>\(Self.mailDate(found.announcement.start))</pubDate>
            <description>\(html(of: found.announcement).text)</description></item>

            """
        }
        let markup: Markup = """
            <?xml version="1.0" encoding="utf-8"?>
            <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
            <title>\(view.title)</title><link>\(view.address(of: .home(.quarter)))</link>
            <description>\(language["announcements"])</description><language>\(language.tag)</language>
            <atom:link href="\(view.address(of: .rss))" rel="self" type="application/rss+xml"/>
            <lastBuildDate>\(Self.mailDate(changed))</lastBuildDate>
            \(items)</channel></rss>

            """
        return markup.text
    }

    var atom: String {
        let entries: [Markup] = announcements.map { found in
            """
            <entry><id>urn:uuid:\(found.id)</id><title>\(title(of: found.announcement))</title>
            <link rel="alternate" type="text/html" href="\(link(to: found))"/>
            <published>\(utc(found.announcement.start))</published><updated>\(utc(found.announcement.changed))</updated>
            <content type="html">\(html(of: found.announcement).text)</content></entry>

            """
        }
        let markup: Markup = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language.tag)">
            <id>urn:uuid:\(feedID)</id><title>\(view.title)</title><subtitle>\(language["announcements"])</subtitle>
            <updated>\(utc(changed))</updated><author><name>\(view.title)</name></author>
            <link rel="self" type="application/atom+xml" href="\(view.address(of: .atom))"/>
            <link rel="alternate" type="text/html" href="\(view.address(of: .home(.quarter)))"/>
            \(entries)</feed>

            """
        return markup.text
    }

    private func link(to found: PublicAnnouncement) -> String { "\(view.address(of: .home(.quarter)))#a-\(found.id)" }

    private func title(of announcement: Announcement) -> String {
        "\(language["severity.\(announcement.severity.rawValue)"]): \(announcement.title)"
    }

    /// Markup that is written as a text: readers of feeds take it out again.
    private func html(of announcement: Announcement) -> Markup {
        let models = view.models(of: announcement).map { language.text("announcement.of", ["models": $0]) }
        let lines = [models, announcement.text].compactMap(\.self).flatMap { $0.split(separator: "\n") }
        let updates: [Markup] = announcement.updates.map { "<p><b>\(view.text($0.at))</b> \($0.text)</p>" }
        let end: Markup = announcement.end.map { "<p>\(span(announcement.start, $0))</p>" } ?? ""
        return "\(lines.map { "<p>\($0)</p>" as Markup })\(updates)\(end)"
    }

    private func span(_ start: Int, _ end: Int) -> String {
        language.text("announcement.span", ["from": view.text(start), "to": view.text(end)])
    }

    /// When something was announced last; where nothing was, always the same.
    private var changed: Int { announcements.map(\.announcement.changed).max() ?? 0 }

    /// The same wherever the page is copied to, and for each language another.
    private var feedID: String {
        PublicAnnouncement.uuid("feed \(view.site.settings.url ?? view.title) \(language.tag)")
    }

    private func utc(_ time: Int) -> String { Timestamp.text(time, in: .utc) }

    /// As mail has it (RFC 822), in UTC.
    private static func mailDate(_ time: Int) -> String {
        let parts = CivilTime(clock: time)
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[(time / 86_400 % 7 + 7) % 7]
        return "\(day), \(twoDigits(parts.day)) \(months[parts.month - 1]) \(parts.year) \(parts.timeOfDay) +0000"
    }
}
