import Foundation

/// Where things are in the checkout that these tests were built from.
package enum Checkout {
    /// The top folder.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The text of a file, by its path from the top.
    package static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Debian's Prometheus, as `scripts/setup` unpacks it.
    package static let prometheusTools = tools("prometheus")

    /// The programs of a Debian package that `scripts/setup` unpacks; `METRICSCTL_TOOLS` names another folder of such.
    package static func tools(_ package: String) -> URL {
        let folder = ProcessInfo.processInfo.environment["METRICSCTL_TOOLS"] ?? root.path + "/.build/tools"
        return URL(fileURLWithPath: "\(folder)/\(package)/usr/bin")
    }

    /// Deque's axe, which looks for what keeps people out of a page, as `scripts/setup` unpacks it.
    package static let axe = root.appending(path: ".build/tools/axe/axe_playwright_python/axe.min.js")

    /// The Model Context Protocol's own client, a folder for Python to look for modules in, as `scripts/setup` unpacks it.
    package static let agentClient = root.appending(path: ".build/tools/mcp")

    /// A program of this package, built beside the tests.
    package static func product(_ name: String) -> URL {
        // The test bundle lies in the build folder itself; /proc knows which one this run uses.
        var folder = Bundle.main.bundleURL
        for argument in CommandLine.arguments where argument.contains(".xctest") {
            folder = URL(fileURLWithPath: argument).deletingLastPathComponent()
        }
        return folder.appending(path: name)
    }
}
