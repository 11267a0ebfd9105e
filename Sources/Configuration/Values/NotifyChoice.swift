import Glibc
import Notify
import Support

/// Where notices go and what is worth one, as the file has it. Addresses that stand in files of their own are read when
/// something is to be told: one that can't be read keeps no collection from its work.
package struct NotifyChoice: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case command, webhook, slack, alertmanager, ping
    }

    package enum Address: Hashable, Sendable {
        /// A URL, or a command's path.
        case text(String)
        /// A file that holds a URL.
        case file(String)
    }

    let targets: [(kind: Kind, address: Address)]
    /// Milliseconds.
    let warning, critical: Double?
    let lastingSeconds: Int?
    let minimumRequests: Int?
    let failures: Int?
    let isCertain: Bool
    let quiet: DailyHours?
    let digest: TimeOfDay?
    let further: NotifySettings.FurtherRules

    /// - Parameter onFailure: called with each address that can't be had; the others are told.
    package func settings(onFailure: (NotifyAddressError) -> Void) -> NotifySettings {
        var (found, pings) = ([NotifySettings.Target](), [NotifyURL]())
        for target in targets {
            do throws(NotifyAddressError) {
                let text = try Self.text(of: target.address)
                if target.kind == .command {
                    found.append(.command(text))
                    continue
                }
                guard let url = NotifyURL(text) else { throw .noURL(Self.name(of: target.address)) }
                switch target.kind {
                case .webhook: found.append(.webhook(url))
                case .slack: found.append(.slack(url))
                case .alertmanager: found.append(.alertmanager(url))
                case .ping, .command: pings.append(url)
                }
            } catch { onFailure(error) }
        }
        return NotifySettings(
            targets: found, pings: pings, warning: warning, critical: critical, lastingSeconds: lastingSeconds,
            minimumRequests: minimumRequests, failures: failures, isCertain: isCertain, quiet: quiet, digest: digest,
            further: further)
    }

    /// In bytes.
    private static let longestAddressFile = 64 << 10

    private static func text(of address: Address) throws(NotifyAddressError) -> String {
        switch address {
        case .text(let text): return text
        case .file(let path):
            let bytes: [UInt8]
            do throws(FileReading.Failure) {
                bytes = try FileReading.bytes(of: path, atMost: longestAddressFile)
            } catch { throw .unreadable(path, reason: error.reason) }
            guard bytes.count <= longestAddressFile else {
                throw .unreadable(path, reason: "it is larger than 64 KiB")
            }
            let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            guard lines.count == 1 else { throw .noURL(path) }
            return String(lines[0])
        }
    }

    private static func name(of address: Address) -> String {
        if case .file(let path) = address { path } else { "an address" }
    }
}

/// Why a file with an address can't be used. What is in it is never repeated.
package enum NotifyAddressError: ExplainedError, Hashable {
    case unreadable(_ path: String, reason: String)
    /// Something else than one line with an http or https URL.
    case noURL(_ path: String)

    package var message: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .noURL(let path): "cannot use \(path): it must hold one http or https URL, and nothing else"
        }
    }

    package var hint: Hint? { nil }
}
