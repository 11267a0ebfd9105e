import Reports

/// Which path asks what.
package struct RouteTable {
    /// The paths, without their last slash.
    package static let paths = Question.allCases.map(\.path)

    /// With or without one last slash.
    static func question(at path: String) -> Question? {
        questions[path.hasSuffix("/") ? String(path.dropLast()) : path]
    }

    private static let questions = Dictionary(uniqueKeysWithValues: Question.allCases.map { ($0.path, $0) })
}
