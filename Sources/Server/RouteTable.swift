import Reports

/// Which path asks what.
package struct RouteTable {
    /// The paths, without their last slash.
    package static let paths = Question.allCases.compactMap(\.path)

    /// With or without one last slash.
    static func question(at path: String) -> Question? {
        questions[path.hasSuffix("/") ? String(path.dropLast()) : path]
    }

    private static let questions = Dictionary(
        uniqueKeysWithValues: Question.allCases.compactMap { question in question.path.map { ($0, question) } })
}
