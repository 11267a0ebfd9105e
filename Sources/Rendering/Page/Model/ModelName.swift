import Latency
import Questions

/// A model's name where people read it: of any direction of writing, and never so long that it hides what is beside it.
enum ModelName {
    private static let longest = 64

    /// - Parameter displayName: what stands in its place, with the name in the title; nil for none.
    static func markup(_ name: Name, as displayName: String? = nil) -> Markup {
        let whole = TerminalText.modelName(name)
        if let displayName {
            let title = Truncation.middle(of: whole, toWidth: 1000)
            return
                "<bdi title=\"\(title)\">\(Truncation.middle(of: TerminalText.harmless(displayName), toWidth: longest))</bdi>"
        }
        let shown = Truncation.middle(of: whole, toWidth: longest)
        if shown == whole { return "<bdi>\(whole)</bdi>" }
        return "<bdi title=\"\(Truncation.middle(of: whole, toWidth: 1000))\">\(shown)</bdi>"
    }

    /// Where no markup can be: titles.
    static func text(_ name: Name, as displayName: String? = nil) -> String {
        Truncation.middle(of: displayName.map(TerminalText.harmless) ?? TerminalText.modelName(name), toWidth: longest)
    }
}
