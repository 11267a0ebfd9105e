import Latency
import Questions

extension JSONRendering {
    /// The file, and the models of each source.
    func stat(_ answer: StatAnswer, _ json: inout JSONWriter) {
        var times = TimeTexts(zone: zone)
        json.member("status", "success")
        json.member("file", answer.path)
        json.member("bytes", answer.bytes)
        json.member("free_bytes", answer.freeBytes)
        json.member("version", answer.version)
        json.member("model_windows", answer.modelWindows)
        json.member("bytes_per_model_window", digits: answer.bytesPerModelWindow.flatMap(DecimalText.twoDecimals))
        json.member("sources", arrayOf: answer.sources) { json, source in
            json.member("name", source.source.name)
            json.member("metric", source.source.metric)
            json.member("oldest", source.oldest.map(time))
            json.member("newest", source.newest.map(time))
            json.member("windows", source.windows)
            stretches("gaps", source.gaps, &json)
            json.member("models", arrayOf: source.rows) { json, row in
                json.members(StatQuestion.columns(of: [source.counted]).dropFirst(2), of: row, &times)
            }
            if !source.unitChanges.isEmpty { unitChanges(of: source, &json) }
            json.further(of: source.description)
        }
    }

    private func unitChanges(of source: StatAnswer.Source, _ json: inout JSONWriter) {
        json.member("unit_changes", arrayOf: source.unitChanges) { json, change in
            json.member("at", time(change.time))
            json.member("by", change.user)
            json.member("from", change.from.rawValue)
            json.member("to", change.to.rawValue)
        }
    }
}
