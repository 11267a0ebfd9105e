import Foundation
import TestSupport
import Testing

@testable import HTTPClient

struct BasicAuthTests {
    private let folder: TemporaryFolder
    private let server: ServerURL

    init() throws {
        folder = try TemporaryFolder()
        server = try ServerURL("http://prometheus.example:9090")
    }

    private func files(_ password: String) throws -> AccessFiles {
        try password.write(toFile: folder.path("p"), atomically: true, encoding: .utf8)
        var files = AccessFiles()
        files.basicAuth = AccessFiles.BasicAuth(user: "me", passwordFile: folder.path("p"))
        return files
    }

    @Test(arguments: [("secret\n", "secret"), ("with spaces: and é", "with spaces: and é"), ("\n a \r\n", " a ")])
    func `The file's one line is the password`(_ text: String, _ password: String) throws {
        let login = try files(text).access(to: server).login
        #expect(login?.user == "me" && login?.password == password)
    }

    @Test(arguments: ["", "\n", "one\ntwo\n"])
    func `A file of no line, or of several, is refused without its content`(_ text: String) throws {
        let reason = "it must hold a password on one line, and nothing else"
        #expect(throws: AccessError.malformed(path: folder.path("p"), line: nil, reason: reason)) {
            try files(text).access(to: server)
        }
    }

    @Test func `A file that is missing is told, and another login beside it is refused`() throws {
        var files = try files("secret")
        try "token".write(toFile: folder.path("t"), atomically: true, encoding: .utf8)
        files.bearerToken = folder.path("t")
        #expect(throws: AccessError.ambiguous) { try files.access(to: server) }
        files.bearerToken = nil
        try FileManager.default.removeItem(atPath: folder.path("p"))
        #expect(throws: AccessError.unreadable(path: folder.path("p"), "no such file or directory")) {
            try files.access(to: server)
        }
    }
}
