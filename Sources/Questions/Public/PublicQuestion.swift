import Archive
import Latency
import Objectives
import Support

/// What customers may know.
package struct PublicQuestion: Question {
    package static let name = "public"

    let models: PublicModels
    let context: QuestionContext

    package init(_ models: PublicModels, in context: QuestionContext) {
        (self.models, self.context) = (models, context)
    }

    package func answer(from archive: Archive?) throws -> PublicAnswer {
        var answer = PublicAnswer(now: context.now, models: models.all.map { PublicAnswer.Model(model: $0) })
        var damages = Damages()
        let recorded = try archive.map { damages.take(try $0.announcements()) } ?? []
        answer.announcements = PublicAnnouncement.all(context.announcements, recorded, at: context.now)
        if let archive {
            let scope = try QuestionScope(QueryParameters(), now: context.now)
            let sources = try ObjectiveSources(scope, in: archive, &damages)
            answer.newest = try newest(in: archive, &damages)
            let bars = PublicBars(question: self, sources: sources, newest: answer.newest)
            try bars.add(to: &answer, in: archive, &damages)
            try PublicStates(question: self, sources: sources, scope: scope).add(to: &answer, in: archive, &damages)
        }
        answer.damages = damages
        return answer
    }

    /// The percentiles of one model over time; nil where it has none.
    package func history(
        of model: PublicAnswer.Model, hours: Int, from archive: Archive?
    ) throws -> HistoryAnswer? {
        guard let measured = model.measured, !model.members.isEmpty else { return nil }
        var parameters = QueryParameters(hours: String(hours))
        parameters["measure"] = measured.text
        parameters.set("model_name", model.members.sorted())
        (parameters["merge_sources"], parameters["merge_models"]) = ("true", "true")
        return try HistoryQuestion(parameters, in: context).answer(from: archive)
    }

    private func newest(in archive: Archive, _ damages: inout Damages) throws(ArchiveError) -> Int? {
        let last = Window(endedAt: context.now)
        let day = last.advanced(by: 1 - UTCDay.windows)...last
        var newest: Window?
        for source in try archive.sources() {
            let collected = damages.take(try archive.collectedWindows(of: source, in: day)).last
            newest = [newest, collected].compactMap(\.self).max()
        }
        return newest?.end
    }
}

extension PublicAnnouncement {
    /// So long what is over is still told, in seconds.
    private static let lookBack = 90 * 86_400

    static func all(
        _ configured: [Announcement], _ recorded: [Numbered<RecordedAnnouncement>], at now: Int
    ) -> [PublicAnnouncement] {
        let ofFile = configured.map { PublicAnnouncement(id: uuid("file \($0.start) \($0.title)"), announcement: $0) }
        let ofArchive = recorded.map {
            PublicAnnouncement(id: uuid("archive \($0.id) \($0.createdAt)"), announcement: $0.record.announcement)
        }
        // Of two that are alike in all, feeds would tell one.
        var seen: Set<String> = []
        return (ofFile + ofArchive)
            .filter { ($0.announcement.end ?? .max) > now - lookBack && seen.insert($0.id).inserted }
            .sorted { ($0.announcement.start, $0.id) > ($1.announcement.start, $1.id) }
    }

    /// Of version 8 (RFC 9562): what its bits mean is ours alone.
    package static func uuid(_ text: String) -> String {
        var hash = SHA256()
        hash.add(text)
        let digits = Array(hash.hexadecimal)
        let parts = [digits[0..<8], digits[8..<12], ["8"] + digits[13..<16], ["a"] + digits[17..<20], digits[20..<32]]
        return parts.map { String($0) }.joined(separator: "-")
    }
}
