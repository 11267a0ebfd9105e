import Latency
import Questions

/// A model's name where people read it: of any direction of writing, and never so long that it hides what is beside it.
enum ModelName {
    private static let longest = 64

    static func markup(_ name: Name) -> Markup {
        let whole = TerminalText.modelName(name)
        let shown = Truncation.middle(of: whole, toWidth: longest)
        if shown == whole { return "<bdi>\(whole)</bdi>" }
        return "<bdi title=\"\(Truncation.middle(of: whole, toWidth: 1000))\">\(shown)</bdi>"
    }

    /// Where no markup can be: titles.
    static func text(_ name: Name) -> String {
        Truncation.middle(of: TerminalText.modelName(name), toWidth: longest)
    }
}
