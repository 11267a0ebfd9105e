extension String {
    /// The text as a piece of a one-line message: runs of white space and control characters become one space, anything
    /// beyond `limit` characters an ellipsis. Texts of servers may hold terminal escapes, or megabytes.
    package func singleLine(limit: Int) -> String {
        var line = ""
        var length = 0
        var pendingSpace = false
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate:
                pendingSpace = length > 0
            default:
                if length + (pendingSpace ? 1 : 0) >= limit { return line + "…" }
                if pendingSpace {
                    line.append(" ")
                    length += 1
                }
                pendingSpace = false
                line.unicodeScalars.append(scalar)
                length += 1
            }
        }
        return line
    }
}
