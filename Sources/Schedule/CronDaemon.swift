import Glibc

/// The program that runs crontabs.
package enum CronDaemon {
    /// Whether one runs on this machine, as far as this process can see.
    package static var isRunning: Bool {
        guard let processes = opendir("/proc") else { return false }
        defer { closedir(processes) }
        while let entry = readdir(processes) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let file = fopen("/proc/\(name)/comm", "r")
            else { continue }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 64)
            guard fgets(&line, 64, file) != nil else { continue }
            let command = String(
                decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if ["cron", "crond", "fcron", "busybox-crond"].contains(command) { return true }
        }
        return false
    }
}
