import Support

/// A name of a metric or label as OpenMetrics text has it: as it is, or in quotes where it has other characters than the
/// text format once allowed.
struct OpenMetricsName {
    private let name: String

    init(_ name: String) { self.name = name }

    var spelled: String { isPlain ? name : "\"\(LabelValue.escaped(name))\"" }

    /// A series of the metric. A name in quotes stands among the labels.
    func series(_ labels: String) -> String { isPlain ? "\(name){\(labels)}" : "{\(spelled),\(labels)}" }

    private var isPlain: Bool {
        guard let first = name.utf8.first, Self.begins(first) else { return false }
        return name.utf8.allSatisfy { Self.begins($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    private static func begins(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
