import Latency

/// A moment that explains what comes after it, such as a deployment.
package struct Mark: Hashable, Sendable {
    /// Where it comes from. The raw values are stored in archives and shown: they never change.
    package enum Kind: String, CaseIterable, Sendable {
        /// Somebody said so.
        case manual
        /// A process of a model server has started.
        case processStart = "process_start"
        /// A model has other bucket bounds than before.
        case newLayout = "new_layout"
        /// A model was seen for the first time.
        case newModel = "new_model"
        /// What customers are told, and what they are told later of it: see `RecordedAnnouncement`. No list of marks has these.
        case announcement
        case announcementUpdate = "announcement_update"

        /// Whether it is kept here for its being kept alone: no moment that explains anything.
        var isAnnouncement: Bool { self == .announcement || self == .announcementUpdate }
    }

    /// Longer texts fit into no chart and no report.
    package static let mostTextBytes = 500

    /// Whether it may be the text of one: it says something. No store keeps a byte of zero.
    package static func isText(_ text: String) -> Bool {
        text.utf8.count <= mostTextBytes && !text.utf8.contains(0) && !text.allSatisfy(\.isWhitespace)
    }

    /// Seconds since 1970 UTC.
    package let at: Int
    package let text: String
    /// The model that it is of; nil for all.
    package let model: Name?
    package let kind: Kind
    /// Seconds since 1970 UTC.
    package let createdAt: Int
    /// Who said so, or what: the name of a user, or of a command.
    package let createdBy: String

    package init(at: Int, text: String, model: Name?, kind: Kind, createdAt: Int, createdBy: String) {
        (self.at, self.text, self.model, self.kind) = (at, text, model, kind)
        (self.createdAt, self.createdBy) = (createdAt, createdBy)
    }
}
