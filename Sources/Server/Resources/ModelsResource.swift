import Questions
import Rendering

extension Resource {
    /// Every model that the archive knows, with its newest numbers.
    static let models = Resource(
        "/api/models/", parameters: ["source", "metric_name", "at"], keeping: .untilNewData
    ) { visit in
        let answer = try ModelsReport.answer(from: visit.archive, parameters: visit.parameters, now: visit.now)
        let json = JSONRendering(zone: visit.settings.zone, indented: false)
        return Content(type: Content.json, text: json.text(of: answer, thresholds: visit.settings.thresholds))
    }
}
