import Archive
import Glibc
import SQLiteStore
import Testing

/// Where a store of one kind keeps rows: what every suite about stores runs on. When it is let go, the rows go, too.
protocol StorePlace: Sendable {
    /// A store on it; the first one makes what it needs.
    func open() throws -> any ArchiveStore
    /// Another place that holds the same.
    func copy() throws -> any StorePlace
}

/// The kinds of stores that there are.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// A place of its own that holds nothing.
    func place() throws -> any StorePlace {
        switch self {
        case .sqlite: try SQLiteFile()
        case .postgres: try PostgresDatabase()
        }
    }
}

/// A file in a directory that is removed with it; in memory where that can be had, as thousands of commits are made.
private final class SQLiteFile: StorePlace {
    private let directory: String
    private var path: String { directory + "/metrics.db" }

    init() throws {
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/metricsctl-store-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ArchiveError.failed(path: parent, reason: "mkdtemp") }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["metrics.db", "metrics.db-journal"] { unlink(directory + "/" + name) }
        rmdir(directory)
    }

    func open() throws -> any ArchiveStore { try Archive(creatingAt: path).store }

    func copy() throws -> any StorePlace {
        let copy = try SQLiteFile()
        try Backup.copy(archiveAt: path, to: copy.path)
        return copy
    }
}
