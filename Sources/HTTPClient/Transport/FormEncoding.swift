/// `application/x-www-form-urlencoded`.
package enum FormEncoding {
    /// `query=up%7Bjob%3D%22a%22%7D&time=5`. Everything but RFC 3986's unreserved characters is percent-encoded as UTF-8;
    /// a space is %20, which decoders take as gladly as +.
    package static func encode(_ fields: [HTTPRequest.Field]) -> String {
        var encoded: [UInt8] = []
        for (name, value) in fields {
            if !encoded.isEmpty { encoded.append(UInt8(ascii: "&")) }
            append(name, to: &encoded)
            encoded.append(UInt8(ascii: "="))
            append(value, to: &encoded)
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func append(_ text: String, to encoded: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.append(byte)
            default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
