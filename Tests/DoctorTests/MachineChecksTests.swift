import Questions
import SQLiteStore
import Testing

@testable import Doctor

@Suite struct MachineChecksTests {
    private func zone(_ timeZone: String?) -> Finding? {
        MachineChecks(timeZone: timeZone, localTime: "2025-10-17T14:31:00+09:00", libraries: []).findings().last
    }

    @Test("SQLite is new enough on every machine that this builds on")
    func sqlite() {
        let finding = MachineChecks(timeZone: nil, localTime: "", libraries: SQLiteOpener().libraries).findings()[0]
        #expect(finding.check == "SQLite" && finding.verdict == .ok && finding.reason.hasPrefix("version 3."))
    }

    @Test(
        "a zone that is known, a rule and none at all are well",
        arguments: [
            (nil, "the machine's"), ("", "the machine's"), ("UTC", "TZ=UTC"), ("KST-9", "TZ=KST-9"),
            ("<+05>-5", "TZ=<+05>-5"), (":UTC", "TZ=:UTC"),
        ] as [(String?, String)])
    func known(timeZone: String?, shown: String) {
        #expect(zone(timeZone) == Finding("time zone", .ok, "\(shown); times are shown like 2025-10-17T14:31:00+09:00"))
    }

    @Test("a zone that nobody knows is UTC, which nobody meant")
    func unknown() {
        #expect(
            zone("Asia/Nowhere")
                == Finding(
                    "time zone", .warning,
                    "TZ=Asia/Nowhere is not known on this machine, so days are those of UTC; "
                        + "times are shown like 2025-10-17T14:31:00+09:00",
                    advice:
                        "apt-get install tzdata, or set TZ to a name under /usr/share/zoneinfo, such as Asia/Seoul"))
    }
}
