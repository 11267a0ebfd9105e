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
        package let values: [String: [Name]]
        package let language: Language
        /// What a page's links begin with: see `ForwardedPrefix`. nil where they are relative.
        package let top: String?

        /// Whether a stretch of time is asked for.
        var namesRange: Bool { !TimeRange.parameters.isDisjoint(with: values.keys) }

        /// Whether it is about one model, and no pattern of them. Pages call it `name`.
        var namesModel: Bool {
            if values["name"] != nil { return true }
            guard let models = values["model_name"], models.count == 1 else { return false }
            return !models[0].utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
        }
    }

    package let wish: CacheKey
    /// nil where there is none yet.
    package let archive: Archive?
    /// Seconds since 1970 UTC.
    package let now: Int
    package let settings: ServerSettings
    /// What answers hold for that are made of this archive; nil where that can't be told.
    var stamp: ArchiveStamp?
    var objectives = KeptObjectives()

    init(wish: CacheKey, archive: Archive?, now: Int, settings: ServerSettings) {
        (self.wish, self.archive, self.now, self.settings) = (wish, archive, now, settings)
    }

    /// A query parameter: nil is not given, empty is given. Of a plain date for a time its midnight here.
    package subscript(name: String) -> String? {
        let value = wish.values[name]?.first?.text
        return name == "at" ? value.map { Timestamp.spelledOut($0, in: settings.zone) } : value
    }
    package var language: Language { wish.language }

    /// A question's parameters.
    package var parameters: QueryParameters {
        var parameters = QueryParameters(wish.values)
        parameters.at = self["at"]
        parameters.defaultSource = settings.defaultSource
        return parameters
    }

    /// What a question is asked with beside them.
    package var context: QuestionContext { settings.questionContext(now: now) }
}
