import FoundationEssentials
import Latency
import Questions
import Support

/// One line of an export as `ExportLines` writes it.
package enum ExportedLine: Equatable, Sendable {
    /// What the windows of the lines below belong to.
    case source(SourceDescription)
    /// What a collected window has of one series; nil where it has no data at all. The values of its labels stand in
    /// `labels`, by name, for it is the source that has their order.
    case window(Window, ModelWindow?, labels: [Name: Name] = [:])
    /// What an hour has of one series, likewise: its last window, and which of its windows were collected, oldest first.
    case hour(Window, collected: [Window], ModelWindow?, labels: [Name: Name] = [:])
    /// The export is whole.
    case end

    /// Why a line can't be taken, for people.
    package struct Fault: Error, Equatable {
        package let reason: String

        package init(reason: String) { self.reason = reason }
    }

    /// Keys that are not known are passed over, as a later version may write more.
    init(_ line: [UInt8]) throws(Fault) {
        if let key = (try? JSONParser.value(of: line))?.repeatedName {
            throw Fault(reason: "\(key.singleLine(limit: 40)) must not stand in it twice")
        }
        let fields: Fields
        do {
            fields = try JSONDecoder().decode(Fields.self, from: Data(line))
        } catch {
            throw Fault(reason: Self.reason(of: error))
        }
        if fields.end == true {
            self = .end
        } else if let window = fields.window {
            self = .window(try Self.window(window), try fields.values(), labels: fields.labelValues)
        } else if let hour = fields.hour {
            let last = try Self.hour(hour)
            self = .hour(
                last, collected: try Self.collected(fields.collected, upTo: last), try fields.values(),
                labels: fields.labelValues)
        } else if let source = fields.source {
            self = .source(try fields.exported(source))
        } else {
            throw Fault(reason: "it has neither source, window nor hour")
        }
    }

    private static func window(_ text: String) throws(Fault) -> Window {
        guard let time = Timestamp.parse(text), time >= 0, time.isMultiple(of: Window.seconds) else {
            throw Fault(reason: "window must be a time like 2025-10-17T14:30:00+09:00, every five minutes")
        }
        return Window(endedAt: time)
    }

    private static func hour(_ text: String) throws(Fault) -> Window {
        guard let time = Timestamp.parse(text), time >= 0, time.isMultiple(of: 3600) else {
            throw Fault(reason: "hour must be a time like 2025-10-17T14:00:00+09:00, every hour of UTC")
        }
        return Window(endedAt: time)
    }

    private static func collected(_ digits: String?, upTo last: Window) throws(Fault) -> [Window] {
        let count = UTCDay.windowsPerHour
        guard let digits, digits.utf8.count == count, digits.contains("1"), digits.allSatisfy({ "01".contains($0) })
        else { throw Fault(reason: "collected must be twelve digits 0 or 1, not all of them 0") }
        return zip(digits, (last.advanced(by: 1 - count)...last).windows).filter { $0.0 == "1" }.map(\.1)
    }

    private static func reason(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it is not JSON" }
        switch error {
        case .keyNotFound(let key, _): return "\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            guard let key = context.codingPath.last(where: { $0.intValue == nil }) else { return "it is no object" }
            return "\(key.stringValue) has a value of the wrong kind"
        default: return "it is not JSON"
        }
    }
}

/// The keys of all kinds of lines.
private struct Fields: Decodable {
    struct Part: Decodable {
        let le: [Double]
        let counts: [Int]
    }

    let source, metric, url, selector, modelLabel, unit: String?
    let window, hour, collected, model, quality: String?
    let requests, sum: Int?
    let histograms: [Part]?
    let end: Bool?
    let measure, kind, classLabel: String?
    let labels: Labels?

    /// Of a source the names, of a window the values by name.
    enum Labels: Decodable {
        case names([String])
        case values([String: String])

        init(from decoder: any Decoder) throws {
            if let names = try? decoder.singleValueContainer().decode([String].self) {
                self = .names(names)
            } else {
                self = .values(try decoder.singleValueContainer().decode([String: String].self))
            }
        }
    }

    enum CodingKeys: String, CodingKey {
        case source, metric, url, selector
        case modelLabel = "model_label"
        case unit, window, hour, collected, model, quality, requests
        case sum = "sum_us"
        case histograms, end, measure, kind, labels
        case classLabel = "class_label"
    }

    var labelValues: [Name: Name] {
        guard case .values(let values) = labels else { return [:] }
        return Dictionary(uniqueKeysWithValues: values.map { (Name($0), Name($1)) })
    }

    /// At most three, none twice, and none that means something else.
    private func labelNames(beside modelLabel: Name) throws(ExportedLine.Fault) -> [Name] {
        let reserved = SourceDescription.reservedLabels
        switch labels {
        case nil: return []
        case .names(let texts):
            let names = texts.map { Name($0) }
            if names.count <= 3, Set(names).count == names.count, !names.contains(modelLabel),
                !names.contains(where: reserved.contains)
            {
                return names
            }
        case .values: break
        }
        let others = reserved.map(\.text).joined(separator: ", ")
        throw ExportedLine.Fault(
            reason: "labels must be at most three names, none twice, and none of \(others) and the model label")
    }

    func exported(_ name: String) throws(ExportedLine.Fault) -> SourceDescription {
        guard let metric, let url, let selector, let modelLabel else {
            throw ExportedLine.Fault(reason: "metric, url, selector or model_label is missing")
        }
        guard let unit = unit.flatMap(LatencyUnit.init(rawValue:)) else {
            throw ExportedLine.Fault(reason: "unit must be s, ms, us or ns")
        }
        guard let kind = kind.map(SourceKind.init(rawValue:)) ?? .histogram else {
            throw ExportedLine.Fault(reason: "kind must be histogram, counter or mean")
        }
        return SourceDescription(
            name: Name(name), metric: Name(metric), url: url, selector: Name(selector), modelLabel: Name(modelLabel),
            unit: unit, measure: measure.map { Name($0) }, kind: kind, labels: try labelNames(beside: Name(modelLabel)),
            classLabel: classLabel.map { Name($0) })
    }

    /// Nil where no model is named.
    func values() throws(ExportedLine.Fault) -> ModelWindow? {
        guard let model else { return nil }
        guard let quality = quality.flatMap(Quality.init(name:)) else {
            throw ExportedLine.Fault(reason: "quality must be exact, spanned, reset or partial")
        }
        var parts: [Histogram.Part] = []
        for part in histograms ?? [] {
            guard let layout = BucketLayout(upperBounds: part.le),
                part.counts.allSatisfy({ $0 <= Histogram.mostInBucket }),
                let counted = Histogram.Part(layout: layout, counts: part.counts)
            else { throw ExportedLine.Fault(reason: "le must rise, and counts must be one more and below 2^53 each") }
            if parts.contains(where: { $0.layout == layout }) {
                throw ExportedLine.Fault(reason: "two histograms have the same le")
            }
            parts.append(counted)
        }
        guard !parts.isEmpty else { throw ExportedLine.Fault(reason: "histograms is missing or empty") }
        if let sum, sum < 0 { throw ExportedLine.Fault(reason: "sum_us is negative") }
        let histogram = Histogram(parts, sumMicroseconds: sum)
        if histogram.isBeyondCounting { throw ExportedLine.Fault(reason: "counts add up to 2^63 or more") }
        guard histogram.requests == requests else {
            throw ExportedLine.Fault(reason: "requests is not the sum of counts")
        }
        return ModelWindow(model: Name(model), quality: quality, histogram: histogram)
    }
}
