import Archive
import Glibc

/// What the first bytes of a file say, read behind SQLite's back, so that a file that isn't ours can be refused before
/// SQLite locks it, rolls back its journal or checkpoints its log. No lock is held, so whatever is decided from it must be
/// checked again under one.
struct DatabaseHeader {
    enum Kind: Equatable {
        /// No bytes at all: a file that has just been created.
        case empty
        /// Not SQLite's format.
        case foreign
        /// A database that nobody has claimed and that holds no table: a creation that was cut off.
        case blank
        /// A database of another application.
        case otherApplication
        /// An archive of this `user_version`.
        case archive(version: Int)
    }

    let kind: Kind

    init(of database: Database) throws(ArchiveError) {
        let bytes = try database.withHead(length: Self.length) { [UInt8]($0) }
        // Not SQLite's own word for the length: it takes a file of one byte for an empty one.
        var status = stat()
        let isEmpty = stat(database.path, &status) == 0 && status.st_size == 0
        kind = isEmpty ? .empty : Self.kind(bytes)
    }

    /// The layout is that of https://www.sqlite.org/fileformat2.html: the database header, then page 1's.
    static func kind(_ bytes: [UInt8]) -> Kind {
        guard bytes.starts(with: "SQLite format 3\0".utf8) else { return .foreign }
        let version = bigEndian(bytes[60..<64])
        let application = bigEndian(bytes[68..<72])
        if application == Schema.applicationID { return .archive(version: version) }
        // Page 1 is the root of the table of tables: here a leaf without cells.
        let hasNoTable = bytes[100] == 0x0d && bigEndian(bytes[103..<105]) == 0
        return application == 0 && version == 0 && hasNoTable ? .blank : .otherApplication
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// The header's 100 bytes and the beginning of page 1's.
    private static let length = 108
}
