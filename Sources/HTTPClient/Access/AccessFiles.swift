import Glibc
import Support

/// The files that say how to get at a server. They are read anew by every run: tokens and certificates are renewed.
package struct AccessFiles: Sendable {
    /// Headers, such as a tenant's or a key's: one `NAME: VALUE` a line; lines that are empty or begin with # don't count.
    package var headers: String?
    /// A token alone, for `Authorization: Bearer`.
    package var bearerToken: String?
    /// Users and passwords by host, in the format of ftp and curl; see `Netrc`.
    package var netrc: String?
    /// A user, and the file of the password.
    package var basicAuth: BasicAuth?
    /// PEM: authorities to trust, the client's certificate, and its key where that is another file.
    package var authorities: String?
    package var certificate: String?
    package var key: String?
    package var unixSocket: String?

    package struct BasicAuth: Hashable, Sendable {
        package let user: String
        package let passwordFile: String

        package init(user: String, passwordFile: String) { (self.user, self.passwordFile) = (user, passwordFile) }
    }

    package init() {}

    /// Whether there is anything to read.
    package var isAny: Bool {
        [headers, bearerToken, netrc, basicAuth?.passwordFile, authorities, certificate, key, unixSocket]
            .contains { $0 != nil }
    }

    /// What the files hold for a server. Certificates are only looked at: libcurl reads them itself.
    package func access(to server: ServerURL) throws(AccessError) -> ServerAccess {
        var access = ServerAccess()
        if let headers { access.headers = try HeaderFile.headers(in: headers) }
        if let bearerToken { access.headers.append(("Authorization", "Bearer " + (try token(in: bearerToken)))) }
        if let netrc {
            let host = server.host.filter { $0 != "[" && $0 != "]" }
            access.login = try Netrc(AccessFile.text(of: netrc), path: netrc).login(to: host)
        }
        if let basicAuth { access.login = (basicAuth.user, try password(in: basicAuth.passwordFile)) }
        let logins = [netrc, basicAuth?.passwordFile].count { $0 != nil }
        if access.headers.count(where: { $0.name.lowercased() == "authorization" }) + logins > 1 { throw .ambiguous }
        if let authorities { try requirePEM("CERTIFICATE", in: authorities) }
        if let certificate {
            try requirePEM("CERTIFICATE", in: certificate)
            try requirePEM("PRIVATE KEY", in: key ?? certificate)
        }
        if let unixSocket { try requireSocket(unixSocket) }
        (access.authorities, access.certificate, access.key) = (authorities, certificate, key)
        access.unixSocket = unixSocket
        return access
    }

    /// The file's one line, spaces and all.
    private func password(in path: String) throws(AccessError) -> String {
        let lines = try AccessFile.text(of: path).split(whereSeparator: \.isNewline)
        guard lines.count == 1 else {
            throw .malformed(path: path, line: nil, reason: "it must hold a password on one line, and nothing else")
        }
        return String(lines[0])
    }

    private func token(in path: String) throws(AccessError) -> String {
        let lines = try AccessFile.text(of: path).split(whereSeparator: \.isNewline)
        guard lines.count == 1, lines[0].utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw .malformed(path: path, line: nil, reason: "it must hold a token on one line, and nothing else")
        }
        return String(lines[0])
    }

    /// `kind` is the end of a PEM label: `TRUSTED CERTIFICATE` and `EC PRIVATE KEY` are of the kind as well.
    private func requirePEM(_ kind: String, in path: String) throws(AccessError) {
        // Beside the blocks, such files may hold text in any encoding.
        let text = String(decoding: try AccessFile.bytes(of: path), as: UTF8.self)
        let isThere = text.split(whereSeparator: \.isNewline).contains { line in
            line.hasPrefix("-----BEGIN ") && line.contains(kind + "-----")
        }
        guard isThere else {
            throw .malformed(path: path, line: nil, reason: "it has no \(kind.lowercased()) in PEM form")
        }
    }

    private func requireSocket(_ path: String) throws(AccessError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(path: path, SystemReason.text(errno)) }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw .malformed(path: path, line: nil, reason: "it is not a socket")
        }
        // The kernel's own limit, which libcurl would only call a problem of the URL.
        let longest = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
        guard path.utf8.count <= longest else {
            throw .malformed(path: path, line: nil, reason: "a socket's path may have \(longest) bytes")
        }
    }
}
