import Configuration
import Glibc
import HTTPClient
import Prometheus
import Support

/// The configuration that `init` writes, and what a package has prepared around it.
struct InitialConfiguration {
    let path: String
    /// Those that it has already.
    let sources: [ConfiguredSource]
    /// Whether it is found without being named.
    let isFound: Bool
    /// What stands in it already: comments alone.
    private let comments: String?
    /// The package's archive; nil: the usual one.
    private let archive: String?

    /// The entry of cron that a package brings.
    static let packagedSchedule = "/etc/cron.d/metricsctl"
    private static let systemFolder = "/etc/metricsctl"
    private static let stateFolder = "/var/lib/metricsctl"

    /// Throws where the file has settings but no sources, or can't be read.
    ///
    /// - Parameter named: what `--config` names.
    init(named: String?, in context: Context) throws {
        let isSystem = geteuid() == 0 && access(Self.systemFolder, F_OK) == 0
        let system = Self.systemFolder + "/config.yaml"
        let usual = isSystem ? system : context.configurationPlaces.first { $0 != system }
        guard let path = named ?? context.variable("METRICSCTL_CONFIG") ?? usual else { throw Failure.noHome }
        self.path = FilePath.resolved(context.environment.absolute(path))
        isFound = path == context.configurationPlaces.first { $0 == path || access($0, F_OK) == 0 }
        let isPackaged = isSystem && self.path == system && access(Self.stateFolder, W_OK) == 0
        archive = isPackaged ? Self.stateFolder + "/metrics.db" : nil
        guard access(self.path, F_OK) == 0 else {
            (comments, sources) = (nil, [])
            return
        }
        let text = try SmallFile.text(of: self.path)
        let saysNothing = text.split(whereSeparator: \.isNewline).allSatisfy { line in
            line.first { $0 != " " }.map { $0 == "#" } ?? true
        }
        comments = saysNothing ? text : nil
        sources = try context.configuration(named: self.path).sources
        if sources.isEmpty, !saysNothing { throw Failure.exists(path: self.path) }
    }

    /// Whether cron collects by itself as soon as the file has sources.
    var isScheduled: Bool { archive != nil && access(Self.packagedSchedule, F_OK) == 0 }

    /// Throws where none of the sources is of that server.
    func requireServer(_ url: String, in context: Context) throws {
        let server: ServerURL
        do { server = try ServerURL(url) } catch { throw UsageError(error) }
        if !sources.contains(where: { $0.server.text == server.text }) {
            throw Failure.otherServer(path: path, url: server.text)
        }
    }

    // MARK: Writing

    /// Whole or not at all, and never over one that somebody else has written meanwhile.
    ///
    /// - Parameters:
    ///   - sources: as YAML.
    ///   - files: that it names. Where secrets lie is for those who collect alone.
    func write(_ sources: String, naming files: AccessFiles) throws {
        do { try ArchiveFolder.create(for: path) } catch .cannotCreate(let folder, let reason) {
            throw Failure.cannotWrite(path: folder, reason: reason)
        }
        let text = (archive.map { "archive: \($0)\n" } ?? "") + sources + (comments.map { "\n" + $0 } ?? "")
        let fresh = "\(path).\(getpid())"
        do throws(Failure) {
            try put(text, into: fresh, isSecret: files.isAny)
            // A link takes no other file's place, as a rename does.
            let failed = comments == nil ? link(fresh, path) != 0 : rename(fresh, path) != 0
            if failed { throw errno == EEXIST ? .exists(path: path) : refused(errno) }
            unlink(fresh)
        } catch {
            unlink(fresh)
            throw error
        }
    }

    private func refused(_ number: Int32) -> Failure { .cannotWrite(path: path, reason: SystemReason.text(number)) }

    private func put(_ text: String, into fresh: String, isSecret: Bool) throws(Failure) {
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw refused(errno) }
        defer { close(descriptor) }
        var state = stat()
        // Those who collect belong to the group of the folder that they collect into.
        let isShared = archive != nil && stat(Self.stateFolder, &state) == 0
        if isShared { _ = fchown(descriptor, geteuid(), state.st_gid) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw refused(errno) }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, !isSecret ? 0o644 : isShared ? 0o640 : 0o600) == 0, fsync(descriptor) == 0 else {
            throw refused(errno)
        }
    }

    /// Gives the archive that root has made, with what lies beside it, to the account that will collect into it: the owner of
    /// its folder.
    func handOver() {
        var owner = stat()
        guard let archive, stat(Self.stateFolder, &owner) == 0, let folder = opendir(Self.stateFolder) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(FilePath.name(of: archive)) else { continue }
            fchownat(dirfd(folder), name, owner.st_uid, owner.st_gid, AT_SYMLINK_NOFOLLOW)
        }
    }

    enum Failure: ExplainedError {
        /// There are settings already, and no sources.
        case exists(path: String)
        /// There are sources already, of other servers.
        case otherServer(path: String, url: String)
        case cannotWrite(path: String, reason: String)
        /// Nothing says where it belongs.
        case noHome
        /// Whoever was asked said no.
        case declined

        var message: String {
            switch self {
            case .exists(let path): "\(path) has settings already, and no sources"
            case .otherServer(let path, let url): "\(path) has sources already, and none at \(url)"
            case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
            case .noHome: "cannot tell where the configuration belongs: HOME is not set"
            case .declined: "nothing was written"
            }
        }

        var hint: Hint? {
            switch self {
            case .exists, .otherServer: "metricsctl discover prints what to add to it"
            case .cannotWrite, .noHome: "name another file with --config"
            case .declined: nil
            }
        }
    }
}
