import Foundation
import TestSupport
import Testing

/// Kills at random moments. `scripts/crash` does it a thousand times.
@Suite(.serialized) struct CrashTests {
    @Test("whenever collect or a backup is killed, the archive is sound and nothing that was stored is lost")
    func kills() throws {
        let wanted = ProcessInfo.processInfo.environment["CRASHES"].flatMap(Int.init) ?? 15
        let server = try CrashCourse.server()
        let undisturbed = try CrashCourse(server: server.url)
        while try !undisturbed.isOver { try undisturbed.collect(killedWithin: nil) }
        let expected = try undisturbed.hours()
        // The first run asks for the last windows of its eighth hour.
        #expect(expected.count == CrashCourse.days * 24 - 7)

        var total = CrashCourse.Tally()
        while total.kills < wanted {
            let course = try CrashCourse(server: server.url)
            while try !course.isOver, total.kills + course.tally.kills < wanted {
                try course.collect(killedWithin: undisturbed.slowest * 1.2)
            }
            while try !course.isOver { try course.collect(killedWithin: nil) }
            #expect(try course.hours() == expected)
            total.add(course.tally)
        }
        print(
            "\(total.kills) kills: \(total.collections) of collect, \(total.backups) of backup, "
                + "\(total.inTransaction) in the middle of a transaction; every archive sound, nothing lost")
    }
}
