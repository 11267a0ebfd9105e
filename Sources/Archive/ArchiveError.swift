import Latency
import Support

/// Why an archive cannot be opened, read or written. Nothing was changed by whatever threw one of these.
package enum ArchiveError: ExplainedError, Hashable {
    /// There is no file to query, or an empty one that no collection has filled yet.
    case missing(path: String)
    /// The directory that should hold the file does not exist.
    case directoryMissing(path: String, directory: String)
    /// Files cannot be made in the directory: its mode, or a read-only file system.
    case directoryNotWritable(directory: String)
    /// The file may not be read.
    case notReadable(path: String)
    /// The file may not be written.
    case notWritable(path: String)
    /// The path names a directory.
    case isDirectory(path: String)
    /// The path names a device, a pipe or a socket.
    case notRegularFile(path: String)
    /// The file holds something else than a SQLite database.
    case notDatabase(path: String)
    /// The file is a SQLite database, but no archive.
    case otherApplication(path: String)
    /// A newer metricsctl made or migrated the file.
    case newerVersion(path: String, version: Int, supported: Int)
    /// The file is to be migrated before it can be queried, which only a collection may do.
    case olderVersion(path: String, version: Int)
    /// SQLite or a check of ours found the file inconsistent.
    case damaged(path: String, reason: String)
    /// Rows of one kind are out of order, or what many refer to is unreadable; whatever needs none of it may be fine.
    case damagedPart(path: String, reason: String)
    /// The stored form of one window is unreadable; all others may be fine.
    case damagedWindow(path: String, source: Name, metric: Name, windowEnd: Int, reason: String)
    /// The stored form of one sealed day of a series is unreadable, or where `model` is nil, which windows of the day were
    /// collected; all other days and series may be fine. `labels` has the series' own as `name="value"`. `day` counts from
    /// 1970-01-01.
    case damagedDay(
        path: String, source: Name, metric: Name, model: Name?, labels: [String] = [], day: Int, reason: String)
    /// What was collected of a source in some time, in seconds since 1970 UTC, is not there any more.
    case gone(path: String, source: Name, metric: Name, start: Int, end: Int)
    /// A killed collection has left a journal that must be rolled back, and the file may not be written.
    case unrecovered(path: String)
    /// No space is left on the file system, or the user's quota is used up.
    case full(path: String)
    /// The operating system failed to read or write the file.
    case inputOutput(path: String, reason: String)
    /// Others have locked the file for longer than the timeout.
    case busy(path: String, milliseconds: Int)
    /// Reading was to be done by now: see `Archive.snapshot`.
    case tookTooLong(path: String)
    /// The store was interrupted, and goes on to be where it was asked again; what was to be stored may be stored or not.
    case interrupted(path: String, reason: String)
    /// The name of a database has a password in it, which is not repeated.
    case passwordInURL
    /// No server answers where the archive's database should be.
    case unreachable(path: String, reason: String)
    /// The server refuses the user, or what the user wants to do.
    case denied(path: String, reason: String)
    /// The library that speaks with PostgreSQL can't be opened.
    case libraryMissing(reason: String)
    /// The source is known with another selector, model label or unit, as another kind, or with other labels.
    case sourceDiffers(name: Name, metric: Name, attribute: String, stored: Name, given: Name)
    /// The window lies before 1970, or too far in the future for a key.
    case windowOutOfRange(windowEnd: Int)
    /// A sealed day can't hold what is to be added to it. `day` counts from 1970-01-01.
    case unsealable(path: String, model: Name, day: Int, reason: String)
    /// A new model has no number left: see `ModelCapacity`.
    case outOfModels(path: String, model: Name, limit: Int)
    /// The file that keeps two collections of one source apart cannot be opened or locked.
    case lockFailed(path: String, reason: String)
    /// A file that is to be made has a name that is taken.
    case exists(path: String)
    /// A backup cannot be written.
    case notWritten(path: String, reason: String)
    /// Anything else that SQLite or the operating system reports.
    case failed(path: String, reason: String)
}
