import Latency
import Questions
import Rendering

/// What the page for customers is made of.
package struct PublicPage: Sendable {
    package let site: PublicSite
    package let models: PublicModels
    /// Of the configuration; an archive may have more.
    package let announcements: [Announcement]

    package init(_ site: PublicSite, _ models: PublicModels, announcements: [Announcement]) {
        (self.site, self.models, self.announcements) = (site, models, announcements)
    }
}
