import Questions

/// A state as a word with a colour and a shape of its own, so that none has to be told by colour.
enum StateBadge {
    static func markup(_ state: ModelState, _ wording: Strings) -> Markup {
        """
        <span class="chip \(state.rawValue)">\(icon(state))\(wording.states[state] ?? "")</span>
        """
    }

    /// With a sign and words beside it where the state may be another one.
    static func markup(_ status: ModelStatus, _ thresholds: LatencyThresholds, _ wording: Strings) -> Markup {
        let chip = markup(status.state(thresholds), wording)
        return status.isDoubtful(thresholds) ? "\(chip) \(doubt(wording))" : chip
    }

    static func doubt(_ wording: Strings) -> Markup {
        "<small class=\"doubt\" title=\"\(wording.notSureMeaning)\"><b>?</b> \(wording.notSure)</small>"
    }

    static func icon(_ state: ModelState) -> Markup {
        """
        <svg class="icon" aria-hidden="true" width="16" height="16"><use href="#icon-\(state.rawValue)"/></svg>
        """
    }

    /// The shapes, once a document: a tick in a disc, a triangle, an octagon, a question mark in a ring, a bar in a ring, a broken
    /// ring.
    static let symbols: Markup = """
        <svg class="symbols" aria-hidden="true" width="0" height="0">\
        <symbol id="icon-good" viewBox="0 0 16 16"><circle class="shape" cx="8" cy="8" r="7.5"/>\
        <path class="sign" d="M4.5 8.3l2.4 2.4 4.6-5"/></symbol>\
        <symbol id="icon-warning" viewBox="0 0 16 16"><path class="shape" d="M8 .8L15.8 15H.2z"/>\
        <path class="sign" d="M8 5.5v4.2M8 12.4v.1"/></symbol>\
        <symbol id="icon-danger" viewBox="0 0 16 16"><path class="shape" d="M4.9.5h6.2l4.4 4.4v6.2l-4.4 4.4H4.9L.5 11.1V4.9z"/>\
        <path class="sign" d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"/></symbol>\
        <symbol id="icon-cannot-tell" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.8"/>\
        <path class="sign" d="M5.9 6.3a2.1 2.1 0 1 1 3.2 1.8c-.8.5-1.1.9-1.1 1.7M8 12.1v.1"/></symbol>\
        <symbol id="icon-no-traffic" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.8"/>\
        <path class="sign" d="M5 8h6"/></symbol>\
        <symbol id="icon-no-data" viewBox="0 0 16 16"><circle class="ring broken" cx="8" cy="8" r="6.8"/></symbol>\
        </svg>
        """
}
