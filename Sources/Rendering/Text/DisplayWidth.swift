/// How many columns of a terminal a text takes.
///
/// The C library's `wcwidth` depends on the locale, which cron and containers leave at `C`; so the width comes from the
/// standard library's Unicode properties, and the wide ranges, which it does not tell, from EastAsianWidth of Unicode 15.1.
enum DisplayWidth {
    static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// An emoji, however many scalars it is made of (skin tones, families, flags, keycaps), takes two columns. Other
    /// clusters take what their scalars take: marks none, so that an accent does not widen its letter.
    static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.properties.isEmojiPresentation || scalars.contains(variationSelector16) { return 2 }
        return scalars.reduce(0) { $0 + of($1) }
    }

    /// Asks for the picture where a scalar is text by default.
    private static let variationSelector16: Unicode.Scalar = "\u{FE0F}"

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: return 1
        case 0xAD: return 1  // the soft hyphen, a format character that terminals show
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0  // vowels and finals that join the Hangul initial before them
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return isWide(scalar.value) ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        return wide.contains { $0.contains(value) }
    }

    /// East_Asian_Width W and F, without those that are emoji by default; unassigned gaps inside a script are filled.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul initials
        0x2329...0x232A,  // angle brackets
        0x2E80...0x303E,  // CJK radicals, symbols and punctuation
        0x3041...0x3247,  // Hiragana, Katakana, Bopomofo, Hangul compatibility, enclosed CJK
        0x3250...0x4DBF,  // enclosed CJK, extension A
        0x4E00...0xA4CF,  // CJK ideographs, Yi
        0xA960...0xA97C,  // Hangul initials, extended
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // CJK compatibility ideographs
        0xFE10...0xFE19, 0xFE30...0xFE6B,  // vertical and small forms
        0xFF01...0xFF60, 0xFFE0...0xFFE6,  // full-width forms
        0x16FE0...0x18D08,  // Tangut, Khitan
        0x1AFF0...0x1B2FB,  // Kana supplements, Nushu
        0x1F200...0x1F265,  // enclosed ideographs
        0x20000...0x2FFFD, 0x30000...0x3FFFD,  // ideographs of the supplementary planes
    ]
}
