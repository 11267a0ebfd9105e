import Foundation
import Latency
import TestSupport
import Testing

/// The pages in a real browser, one at a time: each is a whole Chromium.
@Suite(.serialized) struct BrowserTests {
    private static let at = "at=2025-10-17T14:32:30%2B09:00"

    /// Everything that a page must never do, whatever else is tested on it.
    private func expectClean(_ browser: Browser, on server: ServedProgram) throws {
        #expect(try browser.complaints() == [])
        for address in try browser.requests() where !address.hasPrefix("data:") {
            #expect(address.hasPrefix("\(server.url)/"), "asked for \(address)")
        }
    }

    @Test("the list shows what the JSON says, sorts and filters in place, and asks nothing of others")
    func list() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let browser = try Browser()
        try browser.open("\(server.url)/?\(Self.at)")
        let shown = try browser.texts("[...document.querySelectorAll('#models tbody th')].map(e => e.innerText)")
        #expect(shown == ["한국어 모델/a+b", "gpt-4"])
        let p95 = try browser.texts("[...document.querySelectorAll('#models td.p95 b')].map(e => e.innerText)")
        let entries = try server.entries("/api/metrics/p95/?\(Self.at)")
        #expect(entries.map { $0["p95_latency_ms"] as? Double } == [195, 400])
        #expect(p95 == ["≥ 400 ms", "195 ms"])

        try browser.wait(until: "document.getElementById('page').classList.contains('scripted')")
        _ = try browser.value("document.getElementById('sort-p95').click()")
        try browser.wait(until: "location.search.includes('sort=-p95')")
        try browser.wait(until: "document.querySelector('th[aria-sort=descending]')")
        _ = try browser.value("document.getElementById('sort-p95').click()")
        try browser.wait(until: "document.querySelector('#models tbody th').innerText == 'gpt-4'")

        try browser.type("한국어", into: "filter")
        let hidden = try browser.value("[...document.querySelectorAll('#models tbody tr')].map(e => e.hidden)")
        #expect(hidden as? [Bool] == [true, false])
        #expect(try browser.text("document.getElementById('count').innerText") == "Models: 1")
        try expectClean(browser, on: server)
    }

    @Test("a model's page switches ranges in place, and says under the pointer and by keys what its table says")
    func model() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let browser = try Browser()
        try browser.open("\(server.url)/model?name=gpt-4&hours=1&\(Self.at)")
        let history = try server.entries("/api/metrics/history/?hours=1&model_name=gpt-4&\(Self.at)")
        let points = try #require(history.first?["data_points"] as? [[String: Any]])
        let rows = "[...document.querySelectorAll('#latency tbody tr')].filter(e => e.cells.length == 5)"
        #expect(try browser.number("\(rows).length") == Double(points.count))
        #expect(
            try browser.texts("\(rows).map(e => e.querySelector('time').dateTime)")
                == points.compactMap { $0["timestamp"] as? String }.reversed())
        #expect(points.allSatisfy { $0["p95_latency_ms"] as? Double == 195 })
        #expect(Set(try browser.texts("\(rows).map(e => e.cells[2].querySelector('b').textContent)")) == ["195 ms"])

        _ = try browser.value("window.notLeft = true")
        for hours in [6, 24, 168, 720, 2160, 8760, 1] {
            _ = try browser.value("document.getElementById('range-\(hours)').click()")
            try browser.wait(until: "new URL(location).searchParams.get('hours') == '\(hours)'")
            try browser.wait(until: "document.getElementById('range-\(hours)').ariaCurrent == 'true'")
        }
        #expect(try browser.value("window.notLeft") as? Bool == true)

        try browser.devTools(
            "Input.dispatchMouseEvent",
            [
                "type": "mouseMoved",
                "x": try browser.number(
                    "document.querySelector('#latency svg[tabindex]').getBoundingClientRect().right - 3"),
                "y": try browser.number(
                    "document.querySelector('#latency svg[tabindex]').getBoundingClientRect().y + 60"),
            ])
        try browser.wait(until: "document.querySelector('#latency .tip')?.innerText.includes('195 ms')")
        _ = try browser.value("document.querySelector('#requests svg[tabindex]').focus()")
        try browser.press("End")
        try browser.wait(until: "document.querySelector('#requests .tip').innerText.includes('14:30')")
        #expect(try browser.text("document.querySelector('#requests .tip').innerText").contains("100"))
        try expectClean(browser, on: server)
    }

    @Test("a page renews itself every five minutes, keeps what was typed and opened, and says when it can't")
    func refresh() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let browser = try Browser()
        // Five minutes pass in two seconds.
        try browser.devTools(
            "Page.addScriptToEvaluateOnNewDocument",
            [
                "source": """
                window.intervals = [];
                const real = window.setInterval;
                window.setInterval = (f, t) => { window.intervals.push(t); return real(f, t / 150); };
                """
            ])
        try browser.open("\(server.url)/?\(Self.at)")
        #expect(try browser.value("window.intervals") as? [Int] == [300_000])
        try browser.type("gpt", into: "filter")
        #expect(try browser.number("document.querySelectorAll('#models tbody tr:not([hidden])').length") == 1)
        _ = try browser.value("window.before = document.getElementById('models')")
        try SampleArchive.fill(sample.path, model: "gpt-5")
        try browser.wait(until: "!window.before.isConnected")
        try browser.wait(until: "document.querySelectorAll('#models tbody tr').length == 3")
        #expect(try browser.text("document.getElementById('filter').value") == "gpt")
        #expect(try browser.text("document.activeElement.id") == "filter")
        #expect(try browser.number("document.querySelectorAll('#models tbody tr:not([hidden])').length") == 2)
        try expectClean(browser, on: server)

        _ = try server.stop()
        try browser.wait(until: "document.getElementById('unreachable')?.getAttribute('role') == 'alert'")
        #expect(try browser.number("document.querySelectorAll('#models tbody tr').length") == 3)
    }

    @Test("stale and empty are told so that nobody misses it")
    func staleAndEmpty() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let browser = try Browser()
        try browser.open("\(server.url)/")
        let banner = "document.querySelector('[role=alert]')"
        #expect(try browser.text("\(banner).innerText").contains("Stale: nothing was collected for"))
        #expect(try browser.number("\(banner).getBoundingClientRect().top") < 200)
        #expect(try browser.number("parseFloat(getComputedStyle(\(banner).querySelector('strong')).fontSize)") >= 20)

        let empty = try ServedProgram(archive: try SampleArchive(empty: true).path)
        try browser.open("\(empty.url)/")
        #expect(try browser.text("document.querySelector('.empty').innerText").contains("metricsctl collect"))
        #expect(try browser.complaints() == [])
    }

    @Test("without JavaScript there is all but comfort")
    func withoutJavaScript() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let browser = try Browser()
        try browser.devTools("Emulation.setScriptExecutionDisabled", ["value": true])
        try browser.open("\(server.url)/?\(Self.at)")
        let list = try browser.document()
        #expect(list.contains("195 ms") && !list.contains("scripted"))
        try browser.open("\(server.url)/model?name=gpt-4&hours=6&\(Self.at)")
        #expect(try browser.requests().contains("\(server.url)/page.css"))
        let model = try browser.document()
        #expect(model.contains("<path class=\"line p95\" d=\"M") && model.contains("195 ms"))
        #expect(try browser.complaints() == [])
    }

    @Test("on a phone no state runs over its card or makes the page wider", arguments: ["en", "ko"])
    func phone(language: String) throws {
        let sample = try SampleArchive()
        try SampleArchive.fill(
            sample.path, model: "meta-llama/Llama-3.1-405B-Instruct-FP8-\(String(repeating: "x", count: 99))")
        let server = try ServedProgram(
            archive: sample.path, arguments: ["--good-below", "0.15s", "--warning-below", "1s"])
        let browser = try Browser()
        try browser.devTools(
            "Emulation.setDeviceMetricsOverride",
            ["width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true])
        try browser.open("\(server.url)/?lang=\(language)&\(Self.at)")
        #expect(try browser.number("document.querySelectorAll('.models .doubt').length") == 2)
        // Every state beside a long name, one after the other.
        let states = try browser.number("document.querySelectorAll('.states .chip').length")
        for state in 0..<Int(states) {
            let over = try browser.texts(
                """
                (() => {
                    const chip = document.querySelectorAll('.states .chip')[\(state)];
                    for (const cell of document.querySelectorAll('.models .chip')) cell.replaceWith(chip.cloneNode(true));
                    return [...document.querySelectorAll('.chip, .models .doubt')].filter(e => {
                        const [inner, card] = [e, e.closest('tr, li')].map(e => e.getBoundingClientRect());
                        const name = e.closest('tr')?.querySelector('th').getBoundingClientRect();
                        return inner.left < card.left || inner.right > card.right || (name && inner.left < name.right);
                    }).map(e => e.textContent);
                })()
                """)
            #expect(over == [])
        }
        #expect(try browser.number("document.documentElement.scrollWidth") <= 390)
    }

    @Test(
        "hostile names stay names", arguments: ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "a\nb"])
    func hostile(name: String) throws {
        let sample = try SampleArchive(empty: true)
        try SampleArchive.fill(sample.path, model: Name(name))
        let server = try ServedProgram(archive: sample.path)
        let browser = try Browser()
        try browser.open("\(server.url)/?\(Self.at)")
        _ = try browser.value("document.querySelector('#models tbody a').click()")
        try browser.wait(until: "location.pathname == '/model' && document.readyState == 'complete'")
        #expect(try browser.text("new URL(location.href).searchParams.get('name')") == name)
        let shown = name.replacing("\n", with: "\\u000a")
        #expect(try browser.text("document.querySelector('h1').innerText") == shown)
        try expectClean(browser, on: server)
    }

    @Test("axe finds nothing to fix for people who use a screen reader or keys", arguments: ["en", "ko"])
    func accessibility(language: String) throws {
        let sample = try SampleArchive()
        try sample.addEvents()
        let server = try ServedProgram(archive: sample.path)
        let browser = try Browser()
        for target in ["/?\(Self.at)&", "/?", "/model?name=gpt-4&\(Self.at)&"] {
            for scheme in ["light", "dark"] {
                try browser.devTools(
                    "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
                try browser.open("\(server.url)\(target)lang=\(language)")
                #expect(try browser.violations() == [], "\(target) \(scheme)")
            }
        }
    }
}
