/// Why the stored form of a window or of a day cannot be read.
enum BodyError: Error, Equatable {
    /// It ends in the middle of something.
    case truncated
    /// The checksum is not that of the bytes before it.
    case wrongChecksum
    /// A version byte of no format that this program knows.
    case unknownVersion(UInt8)
    /// A number or a flag that no writer writes.
    case malformed
    /// A series that the archive doesn't have.
    case unknownSeries(Int)
    /// A bucket layout that the archive doesn't have.
    case unknownLayout(Int)

    /// For the messages of `ArchiveError` and `Damage`.
    var reason: String {
        switch self {
        case .truncated: "it is cut short"
        case .wrongChecksum: "wrong checksum"
        case .unknownVersion(let version): "unknown format \(version)"
        case .malformed: "impossible contents"
        case .unknownSeries(let id): "unknown series \(id)"
        case .unknownLayout(let id): "unknown bucket layout \(id)"
        }
    }
}
