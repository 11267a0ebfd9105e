import Archive
import Latency
import Questions
import Rendering
import Support

/// What a resource needs to know to answer.
package struct RequestContext {
    /// What the client asked for, as far as the resource's answer depends on it: equal wishes have equal answers.
    package struct CacheKey: Hashable, Sendable {
        /// The resource's path.
        package let path: String
        /// The resource's query parameters that were given, decoded.
        package let values: [String: Name]
        package let language: Language
        /// What a page's links begin with: see `ForwardedPrefix`. nil where they are relative.
        package let top: String?

        /// Whether it is about one model. Pages call it `name`.
        var namesModel: Bool { values["model_name"] != nil || values["name"] != nil }
    }

    package let wish: CacheKey
    /// nil where there is none yet.
    package let archive: Archive?
    /// Seconds since 1970 UTC.
    package let now: Int
    package let settings: ServerSettings

    /// A query parameter: nil is not given, empty is given. Of a plain date for a time its midnight here.
    package subscript(name: String) -> String? {
        let value = wish.values[name]?.text
        return name == "at" ? value.map { Timestamp.spelledOut($0, in: settings.zone) } : value
    }
    package var language: Language { wish.language }

    /// The parameters of the reports.
    package var parameters: QueryParameters {
        var parameters = QueryString.parameters(wish.values)
        parameters.at = self["at"]
        return parameters
    }

    /// A question's answer, with the client's parameters.
    package func answer(_ question: Question) throws -> Answer {
        try question.answer(
            from: archive, parameters: parameters, now: now, zone: settings.zone,
            maximumPoints: HistoryRequest.mostPointsInAll)
    }
}
