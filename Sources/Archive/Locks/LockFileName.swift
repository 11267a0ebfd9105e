/// The name of the file that keeps two collections of one source apart: `metrics.db.default.http_seconds.lock`.
///
/// No two sources share one. Source and metric are written so that neither holds a dot: every byte but ASCII letters,
/// digits, `_` and `-` as `%` and two hexadecimal digits. Names that would be too long for a file keep their beginning,
/// then `~`, which no other name holds behind the archive's, and 128 bits of hash of the whole.
enum LockFileName {
    static func name(archive: String, source: String, metric: String, purpose: SourceLock.Purpose = .collecting)
        -> String
    {
        // A plus is in no escaped name.
        let whole = "\(archive).\(escaped(source)).\(escaped(metric))\(purpose.suffix)"
        let name = whole + ".lock"
        guard name.utf8.count > longest else { return name }
        let hash = String(fnv1a(whole.utf8), radix: 16)
        var beginning = ""
        for character in whole {
            guard beginning.utf8.count + String(character).utf8.count <= longest - 38 else { break }
            beginning.append(character)
        }
        return "\(beginning)~\(hash).lock"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                result.append(Character(Unicode.Scalar(byte)))
            default:
                result += byte < 16 ? "%0" : "%"
                result += String(byte, radix: 16)
            }
        }
        return result
    }

    /// FNV-1a of 128 bits: http://www.isthe.com/chongo/tech/comp/fnv/.
    static func fnv1a(_ bytes: String.UTF8View) -> UInt128 {
        bytes.reduce(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d) { hash, byte in
            (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
        }
    }

    /// What Linux's file systems allow, in bytes.
    private static let longest = 255
}
