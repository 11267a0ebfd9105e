import Testing

@testable import Server

@Suite("Warnings in a header")
struct WarningHeaderTests {
    @Test("are there where something is left out, one behind the other")
    func several() {
        #expect(WarningHeader.value([]) == nil)
        #expect(WarningHeader.value(["a day is damaged"]) == "a day is damaged")
        #expect(WarningHeader.value(["one", "two", "three"]) == "one; two; three")
    }

    @Test("have nothing in them that ends a line or is no ASCII, whatever a model is called")
    func names() {
        #expect(WarningHeader.value(["model \"a\r\nSet-Cookie: x\""]) == "model \"a%0D%0ASet-Cookie: x\"")
        #expect(WarningHeader.value(["100 % 한"]) == "100 %25 %ED%95%9C")
    }

    @Test("keep to a length, and say how many more there are")
    func long() throws {
        let many = (1...100).map { "window \($0) is damaged" }
        let value = try #require(WarningHeader.value(many))
        #expect(value.hasPrefix("window 1 is damaged; window 2 is damaged; ") && value.utf8.count < 1030)
        let told = value.split(separator: ";").count - 1
        #expect(value.hasSuffix("window \(told) is damaged; and \(100 - told) more"))
        let endless = try #require(WarningHeader.value([String(repeating: "x", count: 5000), "b"]))
        #expect(endless == String(repeating: "x", count: 1000) + "; and 1 more")
    }
}
