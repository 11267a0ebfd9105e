import Archive
import Glibc
import HTTPClient
import Questions
import SQLiteStore

/// Whether this machine is what is expected.
struct MachineChecks {
    /// The variable TZ.
    let timeZone: String?
    /// What the clocks show now, with the offset.
    let localTime: String

    func findings() -> [Finding] { [sqlite()] + libcurl() + [zone()] }

    /// STRICT tables came with 3.37.
    private func sqlite() -> Finding {
        let version = Archive.engineVersion
        let numbers = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        let isOld = numbers.count == 2 && (numbers[0], numbers[1]) < (3, 37)
        return Finding(
            "SQLite", isOld ? .problem : .ok, "version \(version)",
            advice: isOld ? "upgrade libsqlite3 to 3.37 or newer" : nil)
    }

    /// Without one no doctor comes.
    private func libcurl() -> [Finding] {
        CurlTransport.libraryVersion.map { [Finding("libcurl", .ok, $0)] } ?? []
    }

    /// The C library takes names that it does not know for UTC, and says nothing.
    private func zone() -> Finding {
        let shown = "times are shown like \(localTime)"
        guard let timeZone, !timeZone.isEmpty else { return Finding("time zone", .ok, "the machine's; \(shown)") }
        let name = timeZone.hasPrefix(":") ? String(timeZone.dropFirst()) : timeZone
        let file = name.hasPrefix("/") ? name : "/usr/share/zoneinfo/\(name)"
        // `KST-9` and the like are rules, not names.
        let isRule = name.wholeMatch(of: /(<[^>]+>|[A-Za-z]{3,})[+-]?[0-9].*/) != nil
        if access(file, R_OK) == 0 || isRule || name == "UTC" {
            return Finding("time zone", .ok, "TZ=\(timeZone); \(shown)")
        }
        return Finding(
            "time zone", .warning, "TZ=\(timeZone) is not known on this machine, so days are those of UTC; \(shown)",
            advice: "apt-get install tzdata, or set TZ to a name under /usr/share/zoneinfo, such as Asia/Seoul")
    }
}
