import Support

/// Reads the small files that say how to get at a server.
enum AccessFile {
    static func text(of path: String) throws(AccessError) -> String {
        do throws(SmallFile.Failure) { return try SmallFile.text(of: path) } catch { throw AccessError(error) }
    }

    static func bytes(of path: String) throws(AccessError) -> [UInt8] {
        do throws(SmallFile.Failure) { return try SmallFile.bytes(of: path) } catch { throw AccessError(error) }
    }
}

extension AccessError {
    fileprivate init(_ failure: SmallFile.Failure) {
        switch failure {
        case .unreadable(let path, let reason): self = .unreadable(path: path, reason)
        case .notText(let path): self = .malformed(path: path, line: nil, reason: "it is not UTF-8 text")
        }
    }
}
