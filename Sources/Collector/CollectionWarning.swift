/// Something that a run had to leave out, though it went well.
package struct CollectionWarning: Hashable, Sendable {
    /// What `health` shows. The raw values are stored in archives: they never change.
    package enum Code: String, CaseIterable, Sendable {
        /// Counts of a model that no request could have made.
        case modelsRefused = "models_refused"
        /// Several processes answer in turn behind one target.
        case sharedTargets = "shared_targets"
        /// More models than may have names of their own.
        case modelsFolded = "models_folded"
        /// Windows that could not be had, or for which there was no time.
        case windowsLeft = "windows_left"
    }

    package let code: Code
    /// For people; it names models and targets.
    package let text: String

    package init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }
}
