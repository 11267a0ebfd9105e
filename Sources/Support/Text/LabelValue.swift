/// Values of labels in the Prometheus and OpenMetrics text formats.
package enum LabelValue {
    /// As it stands between its quotes. Scalar by scalar: as a `Character`, a line end with a carriage return before it is not
    /// a line end.
    package static func escaped(_ value: String) -> String {
        var text = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text.append(contentsOf: "\\\\".unicodeScalars)
            case "\"": text.append(contentsOf: "\\\"".unicodeScalars)
            case "\n": text.append(contentsOf: "\\n".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}
