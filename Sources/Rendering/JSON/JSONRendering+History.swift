import Questions

extension JSONRendering {
    /// What a point takes on one line, about.
    private static let bytesPerPoint = 240

    /// The points of each model.
    func history(_ answer: HistoryAnswer, _ json: inout JSONWriter) {
        // Those of a model stand before its points.
        let columns = (answer.columns ?? HistoryQuestion.columns).dropFirst(2)
        var times = TimeTexts(zone: zone)
        json.reserve(answer.models.reduce(0) { $0 + $1.points.count } * Self.bytesPerPoint)
        json.member("status", "success")
        if let measure = answer.measure { json.member("measure", measure) }
        json.member("data", arrayOf: answer.models) { json, model in
            json.member("model", model.model)
            if !answer.labelNames.isEmpty { json.labels(answer.labelNames, model.labels) }
            json.member("data_points", arrayOf: model.rows) { json, row in
                json.members(columns, of: row, &times)
            }
        }
        json.member("count", answer.models.count)
        json.member(
            "time_range",
            object: { json in
                json.member("start", time(answer.request.start))
                json.member("end", time(answer.request.end))
                json.member("hours", digits: DecimalText.shortest(answer.request.hours))
                json.member("step", answer.request.step.rawValue)
            })
        stretches("missing", answer.missing, &json)
    }
}
