import Latency
import Objectives
import Questions
import Support

/// The page for customers as JSON: one line, keys in this order, unknown is null.
///
/// `schema` counts up when a key is renamed, retyped or removed; others may be added. Shares are fractions.
struct PublicJSON {
    let view: PublicView

    private var answer: PublicAnswer { view.answer }

    var text: String {
        var json = JSONWriter(indented: false)
        json.object { json in
            json.member("schema", 1)
            json.member("title", view.title)
            json.member("generated_at", time(view.now))
            json.member("measured_up_to", answer.newest.map(time))
            json.member("fresh", digits: answer.isFresh ? "true" : "false")
            json.member("complete", digits: answer.damages.isEmpty ? "true" : "false")
            json.member("models", arrayOf: answer.models) { model($1, &$0) }
            json.member("announcements", arrayOf: answer.announcements) { announcement($1, &$0) }
        }
        json.endLine()
        return json.text
    }

    private func time(_ time: Int) -> String { Timestamp.text(time, in: view.site.settings.zone) }

    private func model(_ model: PublicAnswer.Model, _ json: inout JSONWriter) {
        let isKnown = answer.isFresh && model.traffic == .traffic
        let p95 = isKnown ? model.p95 : nil
        json.member("id", model.model.id)
        json.member("name", model.model.name)
        json.member("group", model.model.group)
        json.member("state", model.state(isFresh: answer.isFresh).rawValue.replacingScalars("-", with: "_"))
        json.member("sure", digits: isKnown ? (model.verdict?.isSure == true ? "true" : "false") : nil)
        json.member("measure", model.measure?.rawValue)
        json.member("p95_ms", twoDecimals: p95?.milliseconds)
        json.member("p95_lower_ms", twoDecimals: p95?.lower)
        json.member("p95_upper_ms", twoDecimals: p95?.upper)
        json.member("objectives", arrayOf: model.promises) { promise($1, &$0) }
    }

    private func promise(_ promise: PublicAnswer.Promise, _ json: inout JSONWriter) {
        json.member("measure", promise.measure?.rawValue)
        json.member("below_ms", twoDecimals: promise.below)
        json.member("target", digits: DecimalText.millionths(promise.target.millionths))
        json.member("last_24h", arrayOf: promise.bars[.day] ?? []) { bar($1, &$0) }
        json.member("last_7d", arrayOf: promise.bars[.week] ?? []) { bar($1, &$0) }
        json.member("last_90d", arrayOf: promise.bars[.quarter] ?? []) { bar($1, &$0) }
    }

    private func bar(_ bar: PublicAnswer.Bar, _ json: inout JSONWriter) {
        json.member("start", time(bar.start))
        json.member("end", time(bar.end))
        json.member("outcome", bar.outcome.rawValue)
        json.member("share_low", digits: bar.share.map { DecimalText.millionths($0.lowerBound) })
        json.member("share_high", digits: bar.share.map { DecimalText.millionths($0.upperBound) })
        json.member("running", digits: bar.isRunning ? "true" : "false")
    }

    private func announcement(_ found: PublicAnnouncement, _ json: inout JSONWriter) {
        let announcement = found.announcement
        let models = announcement.models.map { pattern in
            view.site.models.filter { pattern.matches(Name($0.name)) }.map(\.id)
        }
        json.member("id", found.id)
        json.member("title", announcement.title)
        json.member("text", announcement.text)
        json.member("severity", announcement.severity.rawValue)
        json.member("start", time(announcement.start))
        json.member("end", announcement.end.map(time))
        json.member("models", strings: models ?? [])
        json.member("updates", arrayOf: announcement.updates) { json, update in
            json.member("at", time(update.at))
            json.member("text", update.text)
        }
    }
}
