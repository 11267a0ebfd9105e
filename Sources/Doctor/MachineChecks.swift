import Archive
import Glibc
import HTTPClient
import Questions

/// Whether this machine is what is expected.
struct MachineChecks {
    /// The variable TZ.
    let timeZone: String?
    /// What the clocks show now, with the offset.
    let localTime: String

    /// What stores need.
    let libraries: [StoreLibrary]

    func findings() -> [Finding] { libraries.map(finding) + libcurl() + [zone()] }

    private func finding(of library: StoreLibrary) -> Finding {
        Finding(
            library.name, library.advice == nil ? .ok : .problem, "version \(library.version)",
            advice: library.advice)
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
