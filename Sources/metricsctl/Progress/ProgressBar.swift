import Rendering

/// How far a piece of work is, as one line: `[#####···············]  26%  2,246 of 8,640 windows  41/s  3 min left`.
struct ProgressBar {
    let done: Int
    let total: Int
    /// What is counted, in the plural.
    let noun: String
    /// Seconds since the beginning.
    let seconds: Double

    /// - Parameter width: columns; where they are few, the bar and then what is at the end is left out.
    func text(width: Int) -> String {
        let percent = total == 0 ? 100 : done * 100 / total
        let percentText = String(repeating: " ", count: max(0, 3 - String(percent).count)) + "\(percent)%"
        var parts = [percentText, "\(DecimalText.grouped(done)) of \(DecimalText.grouped(total)) \(noun)"]
        if done > 0, seconds > 0 {
            let rate = Double(done) / seconds
            parts.append(rate < 10 ? "\((rate * 10).rounded() / 10)/s" : "\(Int(rate))/s")
            if done < total { parts.append(Self.duration(Double(total - done) / rate) + " left") }
        }
        while parts.count > 1, parts.joined(separator: "  ").count >= width { parts.removeLast() }
        let text = parts.joined(separator: "  ")
        // A line as wide as the terminal would wrap on some.
        let cells = min(40, width - text.count - 5)
        guard cells >= 10 else { return text }
        let full = total == 0 ? cells : cells * done / total
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: cells - full) + "]  " + text
    }

    /// `50 s`, `3 min`, `2 h 5 min`
    private static func duration(_ seconds: Double) -> String {
        let minutes = Int((seconds / 60).rounded())
        if seconds < 90 { return "\(Int(seconds.rounded(.up))) s" }
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
