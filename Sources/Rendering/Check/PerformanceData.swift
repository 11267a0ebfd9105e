import Latency
import Questions

/// What graphs of a monitoring system are drawn from: `'label'=value;warning;critical;least` for the p95 and the requests of
/// each model.
///
/// An equals sign or a quote in a label is replaced by `_`. Labels that would be the same then, so that one graph had the
/// numbers of two models, are numbered.
struct PerformanceData {
    /// Behind a model's label, for its other number.
    private static let requests = " requests"

    /// One piece per model, in the order of the answer.
    let inOrder: [String]
    /// The same by status and then by p95, the highest first.
    let worstFirst: [String]

    /// - Parameter mostLabelBytes: the middle of a longer label is left out; nil takes all as they are.
    init(_ answer: CheckAnswer, mostLabelBytes: Int?) {
        let labels = Self.labels(of: answer.entries.map(\.condition.model), mostLabelBytes)
        let limits = answer.request.condition.limits
        let ends = ";\(limits.warning.map(Self.seconds) ?? "");\(limits.critical.map(Self.seconds) ?? "");0"
        let pieces = answer.entries.map { entry in
            let (label, condition) = (labels[entry.condition.model] ?? "", entry.condition)
            return
                "'\(label)'=\(Self.latency(condition.p95))\(ends) '\(label)\(Self.requests)'=\(condition.requests);;;0"
        }
        inOrder = pieces
        worstFirst = Self.worstFirst(answer.entries).map { pieces[$0] }
    }

    /// Places in the entries, which come by status already.
    private static func worstFirst(_ entries: [CheckAnswer.Entry]) -> [Int] {
        let latency = entries.map { $0.condition.p95?.milliseconds ?? -1 }
        var ranks: [CheckStatus: Int] = [:]
        for (place, entry) in entries.enumerated() where ranks[entry.status] == nil { ranks[entry.status] = place }
        return entries.indices.sorted { left, right in
            let (first, second) = (ranks[entries[left].status] ?? 0, ranks[entries[right].status] ?? 0)
            if first != second { return first < second }
            return latency[left] != latency[right] ? latency[left] > latency[right] : left < right
        }
    }

    /// `U` is unknown.
    private static func latency(_ p95: Percentile?) -> String { p95.map { "\(seconds($0.milliseconds))s" } ?? "U" }

    /// Never with an exponent, which the guidelines don't know.
    private static func seconds(_ milliseconds: Double) -> String { DecimalText.fixed(milliseconds / 1e3, decimals: 5) }

    /// By model. Numbers go by the names' order, not by the states', so that a graph stays that of its model.
    private static func labels(of models: [Name], _ maximumBytes: Int?) -> [Name: String] {
        var (labels, taken) = ([Name: String](), Set<Name>())
        for model in models.sorted() {
            let whole = replacing(["|", "=", "'"], in: TerminalText.modelName(model))
            let name = maximumBytes.map { ByteLimit.middle(of: whole, toBytes: $0) } ?? whole
            var (unique, number) = (Name(name), 1)
            while taken.contains(unique) || taken.contains("\(unique)\(requests)") {
                number += 1
                unique = "\(name) (\(number))"
            }
            taken.formUnion([unique, "\(unique)\(requests)"])
            labels[model] = unique.text
        }
        return labels
    }

    /// Scalar by scalar, since a sign with an accent on it is another character and ends a text all the same.
    static func replacing(_ signs: Set<Unicode.Scalar>, in text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(signs.contains(scalar) ? "_" : scalar) }
        return String(result)
    }
}
