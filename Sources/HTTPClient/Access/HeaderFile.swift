import Support

/// Reads headers from a file.
enum HeaderFile {
    /// One `NAME: VALUE` a line. White space around the value is left out, as are empty lines and those that begin with #.
    static func headers(in path: String) throws(AccessError) -> [HTTPRequest.Field] {
        var headers: [HTTPRequest.Field] = []
        let lines = try AccessFile.text(of: path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.beginsWith("#") { continue }
            let parts = line.pieces(by: ":", most: 2)
            let (name, value) = (parts[0], parts.count == 2 ? parts[1][...].trimmed : "")
            guard !name.isEmpty, name.utf8.allSatisfy(isNameByte), !value.isEmpty, value.utf8.allSatisfy(isValueByte)
            else {
                throw .malformed(path: path, line: index + 1, reason: "it is no header, as in X-Scope-OrgID: team-a")
            }
            headers.append((name, String(value)))
        }
        guard !headers.isEmpty else { throw .malformed(path: path, line: nil, reason: "it has no header") }
        return headers
    }

    /// RFC 9110's characters of a field name.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static func isValueByte(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F }
}

extension Substring {
    /// Without the spaces and tabs at both ends.
    fileprivate var trimmed: Substring {
        var rest = unicodeScalars.drop { $0 == " " || $0 == "\t" }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return Substring(rest)
    }
}
