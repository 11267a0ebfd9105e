import Latency
import Questions

/// What the lines and shaded stretches of a chart are.
struct EventList {
    let events: ChartEvents
    let language: Language
    let time: PageTime

    /// Below a chart; those that are newest.
    private static let most = 20

    var markup: Markup {
        guard !events.marks.isEmpty || !events.exclusions.isEmpty else { return "" }
        let wording = language.events
        let groups = grouped
        let marks: [Markup] = groups.suffix(Self.most).map { line($0, wording) }
        let exclusions: [Markup] = events.exclusions.suffix(Self.most).map { exclusion in
            """
            <li>\(time.dated(exclusion.from)) – \(time.dated(exclusion.to)): \(TerminalText.harmless(exclusion.reason)) \
            (\(wording.excluded))</li>
            """
        }
        let told = groups.suffix(Self.most).map(\.count).reduce(0, +) + exclusions.count
        let rest = events.marks.count + events.exclusions.count - told
        let more: Markup = rest > 0 ? "<li>\(wording.more(rest))</li>" : ""
        return """
            <section class="events" id="events" aria-labelledby="events-title"><h2 id="events-title">\(wording.happened)</h2>\
            <ul>\(marks)\(exclusions)\(more)</ul></section>
            """
    }

    /// What happened again and again is one line, in the place of the first.
    private var grouped: [[ModelEvent]] {
        events.shown.reduce(into: []) { groups, event in
            let place = groups.firstIndex { ($0[0].text, $0[0].kind) == (event.text, event.kind) }
            if let place, event.kind != .manual { groups[place].append(event) } else { groups.append([event]) }
        }
    }

    private func line(_ group: [ModelEvent], _ wording: EventWording) -> Markup {
        let mark = group[0]
        let kind = wording.kinds[mark.kind].map { " (\($0))" } ?? ""
        let last = group[group.count - 1].at
        let span = group.count == 1 ? "" : " – \(time.dated(last))"
        let times = group.count == 1 ? "" : ", \(wording.times(group.count))"
        return "<li>\(time.dated(mark.at))\(span): \(TerminalText.harmless(mark.text))\(kind)\(times)</li>"
    }
}
