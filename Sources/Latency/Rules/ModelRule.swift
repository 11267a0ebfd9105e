/// What is said of models whose names fit a pattern.
package struct ModelRule: Hashable, Sendable {
    package let match: ShellPattern
    /// What people read in place of the name; nil shows the name.
    package let displayName: String?
    /// Whether pages for everybody show it.
    package let isPublic: Bool
    /// What the page for customers calls it in addresses; nil makes one of the name.
    package let pageID: String?
    /// Under which heading that page shows it; nil shows it under none.
    package let group: String?
    /// By measure, in milliseconds: a p95 below it is good.
    package let goodBelow: [Name: Double]
    /// And one below it a warning.
    package let warningBelow: [Name: Double]

    package init(
        match: ShellPattern, displayName: String?, isPublic: Bool, pageID: String? = nil, group: String? = nil,
        goodBelow: [Name: Double], warningBelow: [Name: Double]
    ) {
        (self.match, self.displayName, self.isPublic) = (match, displayName, isPublic)
        (self.pageID, self.group) = (pageID, group)
        (self.goodBelow, self.warningBelow) = (goodBelow, warningBelow)
    }
}

extension [ModelRule] {
    /// The first that fits a model; nil where none does.
    package func rule(of model: Name) -> ModelRule? { first { $0.match.matches(model) } }
}
