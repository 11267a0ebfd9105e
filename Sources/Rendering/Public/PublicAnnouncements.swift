import Latency
import Questions

/// What was announced: planned, going on, and over.
struct PublicAnnouncements {
    let view: PublicView

    private var language: PublicLanguage { view.language }

    /// What is not shown on top of the page already.
    var all: Markup {
        let announcements = view.answer.announcements
        let planned = announcements.filter { $0.announcement.start > view.now }
        let past = announcements.filter { $0.announcement.end.map { $0 <= view.now } ?? false }
        // All of it stands on top.
        if planned.isEmpty, past.isEmpty, !announcements.isEmpty { return "" }
        let none: Markup = announcements.isEmpty ? "<p class=\"note\">\(language["announcements.none"])</p>" : ""
        return """
            <section aria-labelledby="announcements"><h2 id="announcements">\(language["announcements"])</h2>\(none)\
            \(section("announcements.planned", planned.reversed(), level: 3))\
            \(section("announcements.past", past, level: 3))</section>
            """
    }

    /// - Parameter level: of its heading.
    func section(_ key: String, _ announcements: [PublicAnnouncement], level: Int) -> Markup {
        if announcements.isEmpty { return "" }
        let heading: Markup = level == 2 ? "<h2>\(language[key])</h2>" : "<h3>\(language[key])</h3>"
        let list: [Markup] = announcements.map { article($0, level: level + 1) }
        return "<section class=\"announcements\">\(heading)\(list)</section>"
    }

    private func article(_ found: PublicAnnouncement, level: Int) -> Markup {
        let announcement = found.announcement
        let title: Markup =
            level == 3 ? "<h3 dir=\"auto\">\(announcement.title)</h3>" : "<h4 dir=\"auto\">\(announcement.title)</h4>"
        let models: Markup =
            view.models(of: announcement).map { models in
                "<p class=\"note\">\(language.text("announcement.of", ["models": models]))</p>"
            } ?? ""
        let updates: [Markup] = announcement.updates.reversed().map { update in
            "<li><small>\(view.time(update.at))</small>\(paragraphs(update.text))</li>"
        }
        let list: Markup = updates.isEmpty ? "" : "<ol class=\"updates\" reversed=\"reversed\">\(updates)</ol>"
        return """
            <article class="announcement \(announcement.severity.rawValue)" id="a-\(found.id)">
            <p class="severity"><span class="chip">\(language["severity.\(announcement.severity.rawValue)"])</span> \
            <small>\(span(announcement))</small></p>
            \(title)\(models)\(paragraphs(announcement.text ?? ""))\(list)</article>
            """
    }

    private func span(_ announcement: Announcement) -> String {
        let from = view.text(announcement.start)
        guard let end = announcement.end else { return language.text("announcement.from", ["from": from]) }
        let span = language.text("announcement.span", ["from": from, "to": view.text(end)])
        return end <= view.now ? "\(span), \(language["announcement.resolved"])" : span
    }

    /// Empty lines divide paragraphs.
    private func paragraphs(_ text: String) -> Markup {
        Markup(
            text.split(separator: "\n", omittingEmptySubsequences: true).map { "<p dir=\"auto\">\($0)</p>" as Markup })
    }
}
