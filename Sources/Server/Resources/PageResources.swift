import Latency
import Questions
import Rendering

extension Resource {
    /// All models at a glance.
    static let statusPage = Resource(
        "/", parameters: ["source", "metric_name", "measure", "at", "sort", "q"], isTranslated: true, isPage: true,
        keeping: .untilNewData, reads: .day
    ) { visit in
        let answer = try StatusQuestion(visit.parameters, in: visit.context).answer(from: visit.archive)
        let page = StatusPage(
            answer: answer, measures: try visit.measures(of: answer), objectives: try visit.keptObjectives(),
            counts: try visit.counts(of: answer), settings: visit.pageSettings(of: answer.source, answer.measure),
            view: visit.view)
        return visit.page(page.markup, changesAt: answer.health.bannerChanges(after: visit.now))
    }

    /// One model over time.
    static let modelPage = Resource(
        "/model", parameters: ["name", "hours", "step", "source", "metric_name", "measure", "at"],
        repeatable: ["where"], isTranslated: true, isPage: true, keeping: .untilNewData, reads: .years
    ) { visit in
        guard visit["name"] != nil else { throw RequestError.noModel(parameter: "name") }
        let question = try ModelQuestion(visit.view.parameters, in: visit.context, hasOthers: true)
        let answer = try question.answer(from: visit.archive)
        let comparison = try CompareQuestion.lastWeek(
            of: answer, visit.parameters, in: visit.context, from: visit.archive)
        let page = ModelPage(
            answer: answer, comparison: comparison, objectives: try visit.keptObjectives(),
            settings: visit.pageSettings(of: answer.source, answer.measure), view: visit.view)
        return visit.page(
            page.markup, status: page.isUnknown ? 404 : 200, changesAt: answer.health.bannerChanges(after: visit.now))
    }

    /// What the pages look like.
    static let pageStyle = Resource("/page.css", keeping: .forever) { _ in
        Content(type: "text/css; charset=utf-8", text: PageResource.style)
    }

    /// What the pages do.
    static let pageScript = Resource("/page.js", keeping: .forever) { _ in
        Content(type: "text/javascript; charset=utf-8", text: PageResource.script)
    }

    /// The picture that a browser puts on the page's tab.
    static let pageIcon = Resource("/icon.svg", keeping: .forever) { _ in
        Content(type: Content.svg, text: PageResource.icon)
    }
}

extension RequestContext {
    /// What pages need that show this source; nil where there is none yet.
    func pageSettings(of source: SourceID?, _ measure: Name?) -> PageSettings {
        var page = PageSettings(
            zone: settings.zone, choice: settings.thresholds, metric: source?.metric, measure: measure)
        (page.title, page.rules) = (settings.title, settings.models)
        return page
    }

    /// All measures of the source that a status page is of; nil where it has but one.
    fileprivate func measures(of answer: StatusAnswer) throws -> ModelsAnswer? {
        guard let source = answer.source, answer.sources.count(where: { $0.name == source.name }) > 1 else {
            return nil
        }
        var asked = QueryParameters(at: parameters.at)
        asked.set("source", [source.name])
        return try ModelsQuestion(asked, in: context).answer(from: archive)
    }

    /// What the source of a status page counted lately; nil where it measures times.
    fileprivate func counts(of answer: StatusAnswer) throws -> CountsInTime? {
        guard answer.isCount, let source = answer.source else { return nil }
        func summary(hours: String) throws -> SummaryAnswer {
            let asked = QueryParameters(
                source: source.name, metricName: source.metric, at: parameters.at, hours: hours)
            return try SummaryQuestion(asked, in: context).answer(from: archive)
        }
        return CountsInTime(day: try summary(hours: "24"), hour: try summary(hours: "1"))
    }

    /// What the visitor chose. Pages call the model `name`.
    fileprivate var view: PageView {
        var parameters = parameters
        parameters.model = wish.values["name"]?.first
        return PageView(
            parameters: parameters, language: language, askedLanguage: self[QueryString.language],
            top: wish.top ?? "", sort: self["sort"], filter: self["q"])
    }

    fileprivate func page(_ markup: Markup, status: Int = 200, changesAt: Int?) -> Content {
        Content(
            status: status, type: Content.html, text: markup.text,
            policy: Content.pagePolicy(settings.frameAncestors), changesAt: changesAt)
    }
}

extension Content {
    static let svg = "image/svg+xml; charset=utf-8"
    static let html = "text/html; charset=utf-8"

    /// Scripts, styles and pictures of this server alone, and nothing that is written into the page itself.
    static func pagePolicy(_ ancestors: FrameAncestors) -> String {
        """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
        base-uri 'none'; frame-ancestors \(ancestors.text)
        """
    }
}
