import Latency
import Questions

/// A model's state and p95 as a small picture for a README or a wiki.
///
/// Where nothing was collected lately it says so instead: what is old must not look as if it were so now.
///
/// Texts are drawn with whatever sans-serif font the reader has; `textLength` holds them to the room that is planned here,
/// so that they fit with any.
package struct Badge {
    private let status: ModelStatus
    private let isStale: Bool
    private let isDamaged: Bool
    private let thresholds: LatencyThresholds
    private let language: Language
    private let measure: Name?
    private let displayName: String?

    /// - Parameters:
    ///   - isDamaged: whether something of the archive that it goes by can't be read.
    ///   - measure: what its p95 is called by; nil where nobody asked for one.
    ///   - displayName: what stands in place of the model's name; nil for none.
    package init(
        status: ModelStatus, isStale: Bool, isDamaged: Bool = false, thresholds: LatencyThresholds, language: Language,
        measure: Name? = nil, displayName: String? = nil
    ) {
        (self.measure, self.displayName) = (measure, displayName)
        self.status = status
        self.isStale = isStale
        self.isDamaged = isDamaged
        self.thresholds = thresholds
        self.language = language
    }

    package var markup: Markup {
        let state = status.state(thresholds)
        let name = Truncation.middle(
            of: displayName.map(TerminalText.harmless) ?? TerminalText.modelName(status.model), toWidth: 32)
        let isDoubtful = !isStale && status.isDoubtful(thresholds)
        let word = isStale ? language.wording.staleWord : language.wording.states[state] ?? ""
        let words = isDoubtful ? "\(word), \(language.wording.notSure)" : word
        let told = isStale || status.traffic != .traffic ? word : p95 + (isDoubtful ? " ?" : "")
        let message = isDamaged ? "\(told), \(language.wording.damagedWord)" : told
        return Self.markup(
            name: name, message: message, meaning: words, colour: isStale ? Self.quiet : Self.colour(of: state))
    }

    /// A picture of two parts: of what, and how it is.
    ///
    /// - Parameter meaning: what is told of it to those who hear it.
    static func markup(name: String, message: String, meaning: String, colour: String) -> Markup {
        let (left, right) = (Badge.width(of: name), Badge.width(of: message))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" \
            aria-label="\(name): \(message) (\(meaning))"><title>\(name): \(message) (\(meaning))</title>\
            <rect width="\(left + right)" height="20" rx="3" fill="\(colour)"/>\
            <path d="M3 0H\(left)V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#3b4048"/>\
            <g fill="#fff" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="11">\
            <text x="8" y="14" textLength="\(left - 16)" lengthAdjust="spacingAndGlyphs">\(name)</text>\
            <text x="\(left + 8)" y="14" textLength="\(right - 16)" lengthAdjust="spacingAndGlyphs">\(message)</text></g></svg>

            """
    }

    /// Unknown where no bucket bound tells it.
    private var p95: String {
        "\(measure.map(Self.prefix) ?? "")p95 \(status.entry?.percentiles.p95.map { LatencyFormat.value($0) } ?? language.wording.unknown)"
    }

    private static func prefix(_ measure: Name) -> String {
        Truncation.middle(of: TerminalText.harmless(measure), toWidth: 24) + " "
    }

    /// In pixels: what Verdana of that size needs on average, and 8 on either side.
    private static func width(of text: String) -> Int { DisplayWidth.of(text) * 7 + 16 }

    private static let quiet = "#626b78"

    /// White text on each has a contrast of at least 4.5 to 1.
    static func colour(of state: ModelState) -> String {
        switch state {
        case .good: "#1a7f37"
        case .warning: "#946200"
        case .danger: "#c62828"
        case .cannotTell, .noTraffic, .noData: quiet
        }
    }
}
