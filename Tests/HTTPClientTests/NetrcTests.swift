import Testing

@testable import HTTPClient

@Suite("A netrc file")
struct NetrcTests {
    @Test(
        "gives the user and password of a host",
        arguments: [
            ("machine h login me password s3cret", "me", "s3cret"),
            ("machine h\n  login me\n\tpassword s3cret\n", "me", "s3cret"),
            ("machine H password s3cret login me", "me", "s3cret"),
            ("machine other login a password b machine h login me password s3cret", "me", "s3cret"),
            ("machine h login me password s3cret machine h login no password no", "me", "s3cret"),
            ("default login me password s3cret", "me", "s3cret"),
            ("# machine h login no\nmachine h login me # or not\npassword s3cret", "me", "s3cret"),
            (#"machine h login "m e" password "s3\"c\\ret""#, "m e", #"s3"c\ret"#),
            ("machine h login me password s3#cret", "me", "s3#cret"),
            ("macdef init\ncd /\nmachine h login no\n\nmachine h login me password s3cret", "me", "s3cret"),
            ("machine h account x login me password s3cret", "me", "s3cret"),
            ("machine h login me", "me", ""),
            ("machine h login me password \u{600}\"s3 ", "me", "\u{600}\"s3"),
            ("machine h login \"\u{301}m\" password s3cret", "\u{301}m", "s3cret"),
            ("macdef init\r\ncd /\r\n\r\nmachine h login me password s3cret\r\n", "me", "s3cret"),
        ])
    func login(text: String, user: String, password: String) throws {
        let login = try Netrc(text, path: "/f").login(to: "h")
        #expect(Array(login.user.utf8) == Array(user.utf8))
        #expect(Array(login.password.utf8) == Array(password.utf8))
    }

    @Test("without an entry for the host is told so", arguments: ["", "machine other login a password b", "# h"])
    func noEntry(text: String) throws {
        #expect(throws: AccessError.noLogin(path: "/f", host: "h")) { try Netrc(text, path: "/f").login(to: "h") }
    }

    @Test(
        "that is malformed is refused with its line, and none of its words",
        arguments: [
            ("machine h login me password s3cret more", 1, "a word that netrc does not have"),
            ("machine h login me password\n", 2, "it ends in the middle of an entry"),
            ("\nlogin s3cret", 2, "login before any machine"),
            ("machine h\npassword \"s3cret\nlogin me", 2, "a quote that does not end"),
        ])
    func malformed(text: String, line: Int, reason: String) throws {
        let error = #expect(throws: AccessError.self) { try Netrc(text, path: "/f") }
        #expect(error == .malformed(path: "/f", line: line, reason: reason))
        #expect(error?.message.contains("s3cret") == false)
    }
}
