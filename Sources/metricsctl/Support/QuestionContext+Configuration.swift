import Configuration
import Questions
import Support

extension QuestionContext {
    /// What a configuration has to say about questions.
    ///
    /// - Parameters:
    ///   - now: in seconds since 1970 UTC; nil is this moment.
    ///   - zone: nil is the process' own.
    init(_ configuration: Configuration, in context: Context, now: Int? = nil, zone: Zone? = nil) {
        self.init(now: now ?? context.now(), zone: zone ?? context.zone)
        thresholds = ThresholdChoice(nil, rules: configuration.models, configured: configuration.page.thresholds)
        (objectives, exclusions) = (configuration.objectives, configuration.exclusions)
        announcements = configuration.announcements
    }
}
