import Support

/// Times as JSON and CSV have them. Each is made once: all models of a history have the same ones.
struct TimeTexts {
    private let zone: Zone
    private var texts: [Int: String] = [:]

    init(zone: Zone) { self.zone = zone }

    /// Of seconds since 1970 UTC.
    mutating func text(_ time: Int) -> String {
        if let text = texts[time] { return text }
        let text = Timestamp.text(time, in: zone)
        texts[time] = text
        return text
    }
}
