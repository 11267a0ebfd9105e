import Latency
import Objectives
import Questions

extension JSONRendering {
    /// What kept several objectives at once.
    func goodput(_ answer: SloAnswer, _ json: inout JSONWriter) {
        json.member("goodput", arrayOf: answer.goodput) { json, together in
            json.member("model", together.model)
            if !answer.labelNames.isEmpty { json.labels(answer.labelNames, together.labels) }
            json.member("objectives", strings: together.objectives.map(\.text))
            json.member("period") { json in
                json.member("start", time(together.period.start))
                json.member("end", time(together.period.end))
                json.member("complete", digits: together.period.isComplete ? "true" : "false")
            }
            let bounds = together.goodput.bounds
            json.member("share_low", digits: DecimalText.millionths(bounds.low.roundedDown))
            json.member("share_high", digits: DecimalText.millionths(bounds.high.roundedUp))
            json.member("counts_differ", digits: together.goodput.countsDiffer ? "true" : "false")
        }
    }
}
