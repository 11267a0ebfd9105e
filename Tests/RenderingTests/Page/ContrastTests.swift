import Foundation
import TestSupport
import Testing

/// The colours of the pages against WCAG 2.2: texts need a contrast of 4.5 to 1, lines and shapes of 3 to 1.
@Suite struct ContrastTests {
    private static let texts = [
        ("ink", "paper"), ("ink", "back"), ("muted", "paper"), ("muted", "back"), ("link", "paper"), ("link", "back"),
        ("good", "good-back"), ("warning", "warning-back"), ("danger", "danger-back"), ("danger-ink", "paper"),
        ("quiet", "paper"), ("quiet", "back"), ("warning", "paper"), ("paper", "ink"),
    ]
    private static let shapes = [
        ("p50", "paper"), ("p95", "paper"), ("p99", "paper"), ("bar", "paper"), ("gap", "paper"),
        ("warning-line", "paper"), ("danger-line", "paper"), ("danger-back", "paper"),
    ]

    @Test("texts and shapes stand out from what is behind them, in light and in dark", arguments: [false, true])
    func contrast(isDark: Bool) throws {
        let colours = try colours(isDark: isDark)
        for (pairs, least) in [(Self.texts, 4.5), (Self.shapes, 3.0)] {
            for (front, back) in pairs {
                let ratio = Self.ratio(try #require(colours[front]), try #require(colours[back]))
                #expect(ratio >= least, "\(front) on \(back), \(isDark ? "dark" : "light"): \(ratio)")
            }
        }
    }

    /// The custom properties of both style sheets; those for dark come later in each and stand in a media query.
    private func colours(isDark: Bool) throws -> [String: String] {
        var colours: [String: String] = [:]
        for file in ["chart.css", "page.css"] {
            let url = Checkout.root.appending(path: "Sources/Rendering/Page/\(file)")
            let parts = try String(contentsOf: url, encoding: .utf8).components(
                separatedBy: "prefers-color-scheme: dark")
            #expect(parts.count == 2)
            let text = isDark ? parts[0] + parts[1] : parts[0]
            for match in text.matches(of: /--([a-z0-9-]+): (#[0-9a-f]{6})/) {
                colours[String(match.1)] = String(match.2)
            }
        }
        return colours
    }

    /// WCAG 2.2, "contrast ratio" and "relative luminance".
    private static func ratio(_ first: String, _ second: String) -> Double {
        let (one, other) = (luminance(first) + 0.05, luminance(second) + 0.05)
        return max(one, other) / min(one, other)
    }

    private static func luminance(_ colour: String) -> Double {
        let value = Int(colour.dropFirst(), radix: 16) ?? 0
        let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel in
            let share = Double(channel) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
}
