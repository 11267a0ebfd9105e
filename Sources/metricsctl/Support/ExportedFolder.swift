import Glibc
import Support

/// A folder whose files are all written by one command, and are replaced at once.
struct ExportedFolder {
    private let path: String

    /// Says whose the folder is, and lists the files that were written, one a line.
    private static let sign = ".metricsctl-page"

    enum Failure: ExplainedError {
        /// It holds a file that no export has written.
        case isOthers(String, file: String)
        case failed(_ path: String, Int32)

        var message: String {
            switch self {
            case .isOthers(let path, let file):
                "cannot replace \(path): it holds \(file.singleLine(limit: 60)), which no export has written"
            case .failed(let path, let number): "cannot write \(path): \(SystemReason.text(number))"
            }
        }

        var hint: Hint? {
            switch self {
            case .isOthers: "move it away, or name a folder that is empty, or not there yet"
            case .failed: nil
            }
        }
    }

    /// Of a symbolic link it is the folder that the link names.
    init(_ path: String) {
        var path = path
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        if let resolved = realpath(path, nil) {
            path = String(cString: resolved)
            free(resolved)
        }
        self.path = path
    }

    /// The folder has these files afterwards, and no other. Where that fails it stays as it was.
    func replace(with files: [(path: String, text: String)]) throws(Failure) {
        let isThere = access(path, F_OK) == 0
        if isThere {
            guard let names = Self.names(in: path) else { throw .failed(path, errno) }
            if let file = foreign(among: names, files.map { $0.path }) { throw .isOthers(path, file: file) }
        }
        removeLeftovers()
        let fresh = besides("new-\(getpid())")
        do throws(Failure) {
            try Self.make(fresh)
            try Self.write(files.map { "\($0.path)\n" }.joined(), to: "\(fresh)/\(Self.sign)")
            for file in files {
                var folder = fresh
                for part in file.path.pieces(by: "/").dropLast() {
                    folder += "/\(part)"
                    try Self.make(folder)
                }
                try Self.write(file.text, to: "\(fresh)/\(file.path)")
            }
            try moveIntoPlace(fresh, isThere: isThere)
        } catch {
            Self.remove(fresh)
            throw error
        }
    }

    private func moveIntoPlace(_ fresh: String, isThere: Bool) throws(Failure) {
        if !isThere {
            guard rename(fresh, path) == 0 else { throw .failed(path, errno) }
            return
        }
        var state = stat()
        if stat(path, &state) == 0 { chmod(fresh, state.st_mode & 0o7777) }
        if Self.exchange(fresh, path) { return Self.remove(fresh) }
        guard [EINVAL, ENOSYS].contains(errno) else { throw .failed(path, errno) }
        // Where the file system can't do that, the folder is gone for a moment.
        let old = besides("old-\(getpid())")
        guard rename(path, old) == 0 else { throw .failed(path, errno) }
        guard rename(fresh, path) == 0 else {
            let reason = errno
            rename(old, path)
            throw .failed(path, reason)
        }
        Self.remove(old)
    }

    /// Both change places in one moment. Swift's Glibc hides renameat2, which is behind a macro of its header.
    private static func exchange(_ one: String, _ other: String) -> Bool {
        typealias Rename =
            @convention(c) (
                Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
            ) -> Int32
        guard let found = dlsym(nil, "renameat2") else {
            errno = ENOSYS
            return false
        }
        let atOnce: UInt32 = 2
        return unsafeBitCast(found, to: Rename.self)(AT_FDCWD, one, AT_FDCWD, other, atOnce) == 0
    }

    // MARK: Whose it is

    /// The first of its files that no export has written.
    private func foreign(among names: [String], _ files: [String]) -> String? {
        guard names.contains(Self.sign), let bytes = try? SmallFile.bytes(of: "\(path)/\(Self.sign)", atMost: 64 << 20)
        else { return names.min() }
        let written = Set(String(decoding: bytes, as: UTF8.self).pieces(by: "\n").filter { !$0.isEmpty })
        // Exports once wrote no list: theirs are the kinds of files that they still write.
        let kinds = Set(files.map { Self.kind(of: $0) })
        return foreign(in: "", names.filter { $0 != Self.sign }) { file in
            written.isEmpty ? kinds.contains(Self.kind(of: file)) : written.contains(file)
        }
    }

    /// - Parameter folder: within this one; empty, or with a slash at its end.
    private func foreign(in folder: String, _ names: [String], isOwn: (String) -> Bool) -> String? {
        for name in names.sorted() {
            let file = folder + name
            if let inner = Self.names(in: "\(path)/\(file)") {
                // No export makes an empty folder.
                if inner.isEmpty { return file }
                if let found = foreign(in: "\(file)/", inner, isOwn: isOwn) { return found }
            } else if !isOwn(file) {
                return file
            }
        }
        return nil
    }

    private static func kind(of file: String) -> String {
        file.pieces(by: "/").last?.pieces(by: ".").dropFirst().last ?? ""
    }

    // MARK: Beside it

    private var parent: String { path.contains("/") ? String(path[...path.lastIndex(of: "/")!]) : "" }
    private var name: String {
        String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
    }

    private func besides(_ suffix: String) -> String { "\(parent).\(name).metricsctl-\(suffix)" }

    /// Of exports that were killed.
    private func removeLeftovers() {
        let folder = parent.isEmpty ? "." : parent
        for entry in Self.names(in: folder) ?? [] {
            for kind in ["new-", "old-"] where entry.hasPrefix(".\(name).metricsctl-\(kind)") {
                let process = Int32(entry.dropFirst(".\(name).metricsctl-\(kind)".count)) ?? 0
                if process > 0, kill(process, 0) != 0, errno == ESRCH { Self.remove("\(parent)\(entry)") }
            }
        }
    }

    // MARK: Files

    /// Without `.` and `..`; nil where it is no folder.
    private static func names(in folder: String) -> [String]? {
        guard let open = opendir(folder) else { return nil }
        defer { closedir(open) }
        var names: [String] = []
        while let entry = readdir(open) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func make(_ folder: String) throws(Failure) {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw .failed(folder, errno) }
    }

    private static func write(_ text: String, to path: String) throws(Failure) {
        guard let file = fopen(path, "we") else { throw .failed(path, errno) }
        var text = text
        let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count } || text.isEmpty
        let reason = errno
        guard fclose(file) == 0, isWritten else { throw .failed(path, isWritten ? errno : reason) }
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in names(in: path) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
