import HTTPClient
import Latency
import Notify
import Prometheus
import Server
import Support

/// Reads texts by the types that their keys have.
struct ScalarReader {
    /// In which plain dates begin.
    let zone: Zone

    struct Refusal: Error {
        /// Follows the key's name.
        let reason: String
    }

    func read(_ text: String, as type: ValueType) -> Result<Value, Refusal> {
        if let reason = refusal(of: text, as: type) { return .failure(Refusal(reason: reason)) }
        switch type {
        case .duration: return .success(.milliseconds(TimeSpan(text)?.milliseconds ?? 0))
        case .number: return .success(.number(Self.whole(text) ?? 0))
        case .share: return Share(text).map { .success(.share($0)) } ?? .failure(Refusal(reason: "is no share"))
        case .flag: return .success(.flag(text == "true"))
        case .timeOfDay:
            return TimeOfDay(text).map { .success(.timeOfDay($0)) } ?? .failure(Refusal(reason: "is no time of day"))
        case .time: return .success(.time(Timestamp.parse(text, in: zone) ?? 0))
        default: return .success(.text(text))
        }
    }

    /// Why it can't be that; nil where it can.
    private func refusal(of text: String, as type: ValueType) -> String? {
        let hasLines = if case .paragraphs = type { true } else { false }
        let hasControls = text.unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control && !(hasLines && scalar == "\n")
        }
        if hasControls {
            return hasLines
                ? "must have no control characters but ends of lines" : "must be one line without control characters"
        }
        let shown = "\"\(text.singleLine(limit: 60))\""
        switch type {
        case .selector:
            return MatcherSyntax.isValid(text)
                ? nil : "must be matchers such as cluster=\"a\", got \(shown)"
        case .text, .name, .pattern, .paragraphs: return text.isEmpty ? "must not be empty" : nil
        case .path: return text.isEmpty ? "must name a file" : nil
        case .secretFile: return Self.secretFileRefusal(text)
        case .archive: return Self.archiveRefusal(text)
        case .url: return Self.urlRefusal(text)
        case .notifyURL: return NotifyURL(text) == nil ? "must be an http or https URL without a user in it" : nil
        case .label:
            return MetricSelector.mayBeLabelName(text) && text != "le" ? nil : "must be a label, got \(shown)"
        case .pageID:
            let isOne = text.wholeMatch(of: /[a-z0-9][a-z0-9\-]{0,63}/) != nil
            return isOne ? nil : "must be small letters, digits and hyphens, at most 64, got \(shown)"
        case .languageTag:
            let isOne = text.wholeMatch(of: /[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}/) != nil
            return isOne ? nil : "must be a language such as en or pt-BR, got \(shown)"
        case .zone:
            let isOne = text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_+\-]*(\/[A-Za-z0-9_+\-]+)*/) != nil
            if !isOne { return "must be a time zone such as Asia/Seoul or UTC, got \(shown)" }
            // What needs no zone works on a machine without any.
            return Zone.isKnown(text) ?? true
                ? nil : "must be a time zone that this machine knows, such as Asia/Seoul or UTC, got \(shown)"
        case .duration(let range): return Self.durationRefusal(text, range, shown)
        case .number(let range):
            return Self.whole(text).map(range.contains) == true
                ? nil : "must be a number from \(range.lowerBound) to \(range.upperBound), got \(shown)"
        case .share: return Share(text) == nil ? "must be a share such as 99.9% or 0.999, got \(shown)" : nil
        case .flag: return text == "true" || text == "false" ? nil : "must be true or false, got \(shown)"
        case .time:
            let isTime = Timestamp.parse(text, in: zone).map { $0 >= 0 } ?? false
            return isTime ? nil : "must be a time such as 2026-11-28T02:00:00+09:00, or a date, got \(shown)"
        case .timeOfDay:
            return TimeOfDay(text) == nil ? "must be a time of day such as 22:00, got \(shown)" : nil
        case .choice(let words):
            return words.contains(text) ? nil : "must be one of \(words.joined(separator: ", ")), got \(shown)"
        case .frameAncestors:
            return FrameAncestors(text) == nil
                ? "must be a list such as \"'self' https://wiki.example.org\", got \(shown)" : nil
        case .section, .list, .oneOrMore, .map, .orOff: return "is one value"
        }
    }

    /// Digits alone: no sign, no `1e3`, no `0x10`.
    private static func whole(_ text: String) -> Int? {
        text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
    }

    private static func durationRefusal(_ text: String, _ range: ClosedRange<Double>, _ shown: String) -> String? {
        let examples = range.lowerBound < 86_400e3 ? "500ms, 2s or 15m" : "30d or 400d"
        guard let span = TimeSpan(text) else { return "must be a time such as \(examples), got \(shown)" }
        if range.contains(span.milliseconds) { return nil }
        let (least, most) = (Self.text(range.lowerBound), Self.text(range.upperBound))
        return "must be from \(least) to \(most), got \(shown)"
    }

    private static func text(_ milliseconds: Double) -> String {
        let units: [(String, Double)] = [("d", 86_400e3), ("h", 3600e3), ("s", 1e3), ("ms", 1)]
        let unit = units.first { milliseconds >= $0.1 } ?? ("ms", 1)
        return "\(Int(milliseconds / unit.1))\(unit.0)"
    }

    private static func urlRefusal(_ text: String) -> String? {
        do {
            _ = try ServerURL(text)
            return nil
        } catch .credentials {
            return "contains a user or password: name a file that holds them, with basic_auth or bearer_token_file"
        } catch {
            return "can't be used: \(error.message)"
        }
    }

    /// What stands before a systemd credential's name.
    static let credential = "credential:"

    private static func secretFileRefusal(_ text: String) -> String? {
        guard text.beginsWith(credential) else { return text.isEmpty ? "must name a file" : nil }
        let name = text.utf8.dropFirst(credential.utf8.count)
        return name.isEmpty || name.contains(UInt8(ascii: "/")) || name.first == UInt8(ascii: ".")
            ? "must name a credential of systemd behind credential:" : nil
    }

    /// A database's password is refused wherever it stands; the text is not repeated then.
    private static func archiveRefusal(_ text: String) -> String? {
        if text.isEmpty { return "must name a file" }
        guard DatabaseName.isOne(text) else { return nil }
        return DatabaseName.hasPassword(text)
            ? "contains a password: put it into ~/.pgpass or a service file" : nil
    }
}
