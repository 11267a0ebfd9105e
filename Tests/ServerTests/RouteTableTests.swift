import Testing

@testable import Server

@Suite("Routes")
struct RouteTableTests {
    @Test("are found with their last slash and without, and nothing else is", arguments: RouteTable.paths)
    func paths(path: String) {
        let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
        #expect(RouteTable.resource(at: bare)?.path == path)
        #expect(RouteTable.resource(at: bare + "/")?.path == path)
        #expect(RouteTable.resource(at: bare + "//") == nil)
        #expect(RouteTable.resource(at: "/x" + path) == nil)
        #expect(RouteTable.resource(at: bare + "/x") == nil)
    }

    @Test("are told in the order of the table, each once")
    func all() {
        #expect(Set(RouteTable.paths).count == RouteTable.paths.count)
        #expect(RouteTable.resource(at: "/api/nothing") == nil)
        #expect(RouteTable.resource(at: "/API/HEALTH") == nil)
    }

    /// What the compiler does not hold: for how long an answer is kept, and beside whom it is made.
    @Test("are kept as long as they hold, and made beside what takes as long")
    func keeping() {
        let told = RouteTable.all.map { "\($0.path) \($0.keeping) \($0.readsArchive ? "\($0.reads)" : "-")" }
        #expect(
            told == [
                "/api/metrics/p95/ untilNewData newest", "/api/metrics/ untilNewData newest",
                "/api/metrics/history/ untilNewData years", "/api/health/ never newest", "/ untilNewData day",
                "/model untilNewData years", "/chart.svg untilNewData years", "/badge.svg untilNewData day",
                "/page.css forever -", "/page.js forever -", "/icon.svg forever -", "/api/models/ untilNewData newest",
                "/metrics never newest", "/healthz never -", "/readyz never newest", "/openapi.json forever -",
            ])
    }

    @Test("are open without a token only where they tell nothing of models")
    func open() {
        #expect(RouteTable.all.filter(\.isOpen).map(\.path) == ["/healthz", "/readyz"])
        #expect(RouteTable.all.filter { !$0.refusesOtherParameters }.map(\.path).count == 6)
    }
}
