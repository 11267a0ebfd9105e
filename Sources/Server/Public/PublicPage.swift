import Questions
import Rendering

/// What the page for customers is made of.
package struct PublicPage: Sendable {
    package let site: PublicSite
    package let models: PublicModels

    package init(_ site: PublicSite, _ models: PublicModels) { (self.site, self.models) = (site, models) }
}
