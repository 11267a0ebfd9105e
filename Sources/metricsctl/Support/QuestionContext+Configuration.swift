import Configuration
import Questions

extension QuestionContext {
    /// What a configuration has to say about questions, now.
    init(_ configuration: Configuration, in context: Context) {
        self.init(now: context.now(), zone: context.zone)
        thresholds = ThresholdChoice(nil, rules: configuration.models, configured: configuration.page.thresholds)
        (objectives, exclusions) = (configuration.objectives, configuration.exclusions)
        announcements = configuration.announcements
    }
}
