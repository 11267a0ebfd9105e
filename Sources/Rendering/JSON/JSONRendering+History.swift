import Questions

extension JSONRendering {
    /// What a point takes on one line, about.
    private static let bytesPerPoint = 240

    /// The points of each model.
    func history(_ answer: HistoryAnswer, _ json: inout JSONWriter) {
        let columns = HistoryQuestion.columns
        var times = TimeTexts(zone: zone)
        json.reserve(answer.models.reduce(0) { $0 + $1.points.count } * Self.bytesPerPoint)
        json.member("status", "success")
        json.member("data", arrayOf: answer.models) { json, model in
            json.member("model", model.model)
            json.member("data_points", arrayOf: model.rows) { json, row in
                json.members(columns.dropFirst(), of: row, &times)
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
