import CPostgres
import Glibc

/// Connects without ever waiting longer than it was told: each address of each host has `connect_timeout` seconds, as libpq has
/// it where it waits by itself, and all together end at a limit. Only names are looked up by the system, in its own time.
///
/// libpq's connect that does not wait goes on to the next host where one refuses, but not where one says nothing: then another
/// is begun, with the hosts that are left.
struct ConnectionAttempt {
    private let settings: [(String, String)]
    private let limit: ContinuousClock.Instant?
    /// What has failed before.
    private var reasons = ""

    fileprivate struct Host: Equatable {
        var name, address, port: String
    }

    init(_ settings: [(String, String)], until limit: ContinuousClock.Instant?) {
        (self.settings, self.limit) = (settings, limit)
    }

    mutating func connect() throws(PostgresFailure) -> OpaquePointer {
        var rest: [Host]?
        while true {
            guard let begun = Self.begin(settings + (rest.map(Self.settings) ?? [])) else {
                throw PostgresFailure(state: nil, "out of memory")
            }
            let hosts = rest ?? Self.hosts(of: begun)
            let outcome = wait(for: begun, among: hosts)
            if case .connected = outcome { return begun }
            reasons += String(cString: cpostgres_connection_message(begun))
            guard case .silent(let left) = outcome else {
                cpostgres_finish(begun)
                throw PostgresFailure(state: nil, reasons)
            }
            cpostgres_finish(begun)
            // libpq's message ends after the name of the host that it tries; and these are its words.
            reasons += "timeout expired\n"
            guard !left.isEmpty, limit.map({ .now < $0 }) ?? true else { throw PostgresFailure(state: nil, reasons) }
            rest = left
        }
    }

    private enum Outcome {
        case connected, failed
        /// With the hosts that were not tried.
        case silent([Host])
    }

    private func wait(for connection: OpaquePointer, among hosts: [Host]) -> Outcome {
        let patience = Self.patience(of: connection)
        var (left, current, deadline) = (hosts, nil as Host?, limit)
        var progress = cpostgres_progress_writing
        while true {
            let host = Self.current(of: connection)
            if host != current {
                current = host
                if let place = left.firstIndex(where: { $0.isTried(as: host) }) { left.remove(at: place) }
                deadline = [limit, patience.map { .now + $0 }].compactMap(\.self).min()
            }
            let events = progress == cpostgres_progress_reading ? POLLIN : POLLOUT
            let socket = cpostgres_socket(connection)
            // Without one it has failed already, which the next step tells.
            guard socket < 0 || Socket.wait(for: events, on: socket, until: deadline) else {
                return .silent(Self.otherAddresses(of: host, among: hosts) + left)
            }
            progress = cpostgres_go_on(connection)
            if progress == cpostgres_progress_connected { return .connected }
            if progress == cpostgres_progress_failed { return .failed }
        }
    }

    // MARK: Hosts

    private static func current(of connection: OpaquePointer) -> Host {
        func text(_ value: UnsafePointer<CChar>?) -> String { value.map { String(cString: $0) } ?? "" }
        return Host(
            name: text(cpostgres_host(connection)), address: text(cpostgres_address(connection)),
            port: text(cpostgres_port(connection)))
    }

    /// As the name has them, or whatever else says where the server is.
    private static func hosts(of connection: OpaquePointer) -> [Host] {
        func list(_ keyword: String) -> [String] {
            setting(keyword, of: connection).map { $0.split(separator: ",", omittingEmptySubsequences: false) }?
                .map(String.init) ?? []
        }
        let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"))
        return (0..<max(names.count, addresses.count, 1)).map { place in
            Host(
                name: place < names.count ? names[place] : "",
                address: place < addresses.count ? addresses[place] : "",
                // One may stand for all.
                port: ports.count == 1 ? ports[0] : place < ports.count ? ports[place] : "")
        }
    }

    private static func settings(of hosts: [Host]) -> [(String, String)] {
        func list(_ value: (Host) -> String) -> String { hosts.map(value).joined(separator: ",") }
        return [("host", list(\.name)), ("hostaddr", list(\.address)), ("port", list(\.port))]
    }

    /// Those behind the one that was tried, of a host that was given by its name.
    private static func otherAddresses(of host: Host, among hosts: [Host]) -> [Host] {
        let isNamed = hosts.contains { $0.isTried(as: host) && $0.address.isEmpty }
        guard isNamed, !host.name.hasPrefix("/"), !host.address.isEmpty else { return [] }
        let all = addresses(of: host.name)
        guard let place = all.firstIndex(of: host.address) else { return [] }
        return all[(place + 1)...].map { Host(name: host.name, address: $0, port: host.port) }
    }

    private static func addresses(of name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var (found, next): ([String], UnsafeMutablePointer<addrinfo>?) = ([], first)
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let isText =
                getnameinfo(
                    entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            if isText { found.append(text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }) }
            next = entry.ai_next
        }
        return found
    }

    // MARK: libpq

    private static func begin(_ settings: [(String, String)]) -> OpaquePointer? {
        let keys = settings.map { strdup($0.0) }
        let values = settings.map { strdup($0.1) }
        defer { for text in keys + values { free(text) } }
        return cpostgres_start(keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil])
    }

    private static func setting(_ keyword: String, of connection: OpaquePointer) -> String? {
        guard let value = cpostgres_copy_setting(connection, keyword) else { return nil }
        defer { free(value) }
        return String(cString: value)
    }

    /// As libpq takes it: 0 and less is for ever, and less than 2 s are too short.
    private static func patience(of connection: OpaquePointer) -> Duration? {
        let seconds = setting("connect_timeout", of: connection).flatMap { Int($0) } ?? 0
        return seconds > 0 ? .seconds(max(2, seconds)) : nil
    }
}

extension ConnectionAttempt.Host {
    /// Whether it is what libpq tries, which has an address and a port where it was given none.
    fileprivate func isTried(as host: Self) -> Bool {
        (name == host.name || name.isEmpty && (address == host.name || host.name.hasPrefix("/")))
            && (address.isEmpty || address == host.address || address == host.name)
            && (port.isEmpty || port == host.port)
    }
}
