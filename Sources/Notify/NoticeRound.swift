import Archive
import Latency
import Questions

/// One run's notices to one target. One that is not taken keeps no other from being told.
struct NoticeRound {
    let target: NotifySettings.Target
    let sender: NoticeSender
    let timeBudget: Allowance
    let isInterrupted: () -> Bool

    /// Returns what went wrong, each kind of failure once; what there was no time for is one, too.
    ///
    /// - Parameter remember: called with notices as soon as they are taken.
    func tell(
        _ notices: [Notification], _ alerts: Alerts, remember: ([Notification]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> [NotifyError] {
        if case .alertmanager(let url) = target {
            return try tell(alerts.all) { (alerts) throws(NotifyError) in
                try sender.send(alerts.map(\.alert), to: url)
            } taken: { (alerts) throws(ArchiveError) in
                try remember(alerts.flatMap(\.notices))
            }
        }
        return try tell(turns(notices)) { (notices) throws(NotifyError) in
            try sender.send(notices, to: target)
        } taken: { (notices) throws(ArchiveError) in
            try remember(notices)
        }
    }

    /// More notices than surely have their time begin with another one at every window: were the first ones never taken,
    /// the last would never be told.
    private func turns(_ notices: [Notification]) -> [Notification] {
        guard target.mostAtOnce == 1, notices.count > 10, let time = notices.first?.time else { return notices }
        let start = time / Window.seconds * 10 % notices.count
        return Array(notices[start...] + notices[..<start])
    }

    private func tell<Item>(
        _ items: [Item], send: ([Item]) throws(NotifyError) -> Void, taken: ([Item]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> [NotifyError] {
        var failures: [NotifyError] = []
        var rest = stride(from: 0, to: items.count, by: target.mostAtOnce).map { start in
            Array(items[start..<min(items.count, start + target.mostAtOnce)])
        }[...]
        while let next = rest.popFirst() {
            guard !timeBudget.isUsedUp, !isInterrupted() else {
                let left = next.count + rest.reduce(0) { $0 + $1.count }
                if !isInterrupted() { failures.append(.noTimeLeft(target.name, notices: left)) }
                break
            }
            do throws(NotifyError) {
                try send(next)
            } catch {
                if error.isAboutTheNotice, next.count > 1 {
                    rest = next.map { [$0] } + rest
                    continue
                }
                if !failures.contains(error) { failures.append(error) }
                if error.isAboutTheNotice { continue }
                break
            }
            try taken(next)
        }
        return failures
    }
}

extension NotifySettings.Target {
    /// As messages call it: no more of an address than its origin.
    var name: String {
        switch self {
        case .command(let path): path
        case .webhook(let url), .slack(let url), .alertmanager(let url): url.origin.text
        }
    }
}
