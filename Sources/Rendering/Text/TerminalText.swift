import Latency

/// Makes text that came from outside harmless where people read it.
package enum TerminalText {
    /// The text with everything that could move the cursor, change colours, start a new line or turn the direction of
    /// writing shown as `\u001b`: control characters (C0, DEL, C1), line separators and bidirectional controls.
    package static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHarmful(scalar) {
                let digits = String(scalar.value, radix: 16)
                result.append(
                    contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    package static func harmless(_ name: Name) -> String { harmless(name.text) }

    /// A model's name as people read it.
    package static func modelName(_ name: Name) -> String { name.isEmpty ? "(none)" : harmless(name) }

    /// All of these lie below U+10000, so that four digits name them.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true  // C0, DEL, C1
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional controls
        case 0x2028, 0x2029, 0xFEFF, 0xFFF9...0xFFFB: true  // separators, byte order mark, annotations
        default: false
        }
    }
}
