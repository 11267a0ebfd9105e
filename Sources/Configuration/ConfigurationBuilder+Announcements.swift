import Latency

extension ConfigurationBuilder {
    /// nil where something that it needs is missing, which was told.
    mutating func announcement(_ record: Record) -> Announcement? {
        guard let title = record.text("title"), let start = record.time("from") else { return nil }
        let end = record.time("to")
        if let end, end <= start { report(record["to"]?.position ?? record.position, "to must be later than from") }
        let updates = record.list("updates").compactMap(\.record).compactMap { update -> Announcement.Update? in
            guard let at = update.time("at"), let text = update.text("text") else { return nil }
            return Announcement.Update(at: at, text: text)
        }
        return Announcement(
            title: title, text: record.text("text"),
            severity: record.text("severity").flatMap { Announcement.Severity(rawValue: $0) } ?? .info, start: start,
            end: end, models: record.pattern("models"), updates: updates)
    }
}
