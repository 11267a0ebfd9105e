/// Which path has what.
package struct RouteTable {
    /// In the order in which people are told of them.
    static let all: [Resource] =
        Resource.questions + [
            .statusPage, .modelPage, .chart, .badge, .pageStyle, .pageScript, .pageIcon, .prometheus, .liveness,
            .readiness, .openAPI,
        ]

    /// As they are written in links.
    package static let paths = all.map(\.path)

    /// All that may be asked, with the option that it takes where it does.
    package static let requests =
        paths.map { "GET \($0)" } + ["POST \(PostRoute.remoteRead.rawValue)"]
        + ["POST \(PostRoute.agent.rawValue) (--token-file)"]
        + WriteRoute.requests.map { "\($0) (--write-token-file)" }

    /// With or without one last slash.
    static func resource(at path: String) -> Resource? { resources[key(path)] }

    private static let resources = Dictionary(uniqueKeysWithValues: all.map { (key($0.path), $0) })

    private static func key(_ path: String) -> String { path.hasSuffix("/") ? String(path.dropLast()) : path }
}
