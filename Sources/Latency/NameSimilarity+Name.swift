import Support

extension NameSimilarity {
    /// The same for names.
    package static func closest(to name: Name, among names: [Name]) -> Name? {
        closest(to: name.text, among: names.lazy.map(\.text)).map { Name($0) }
    }
}
