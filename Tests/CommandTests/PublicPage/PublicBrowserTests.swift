import Foundation
import TestSupport
import Testing

/// The page for customers in a real browser, one at a time.
@Suite(.serialized) struct PublicBrowserTests {
    private static let pages = [
        "", "24h.html", "7d.html", "models/llama-3-1-70b.html", "models/never-seen.html", "none",
    ]

    @Test(
        "axe finds nothing to fix, and on a phone nothing makes the page wider", arguments: ["en", "ko"],
        ["light", "dark"])
    func accessibility(language: String, scheme: String) throws {
        let archive = try PublicArchive()
        let server = try archive.serve()
        let browser = try Browser(languages: language)
        try browser.devTools(
            "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
        for page in Self.pages {
            for width in [1280, 360] {
                try browser.devTools(
                    "Emulation.setDeviceMetricsOverride",
                    ["width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500])
                try browser.open("\(server.url)/\(language)/\(page)")
                #expect(try browser.violations() == [], "\(page) \(width)")
                #expect(try browser.number("document.documentElement.scrollWidth") <= Double(width), "\(page) \(width)")
            }
        }
    }

    @Test("all of it works without scripts: ranges, a model, languages; no name does anything")
    func walk() throws {
        let archive = try PublicArchive()
        let server = try archive.serve()
        let browser = try Browser()
        try browser.open("\(server.url)/")
        #expect(try browser.text("document.querySelector('.overview').innerText").hasPrefix("There is an incident"))
        #expect(
            try browser.texts("[...document.querySelectorAll('.group')].map(e => e.innerText)") == ["Chat", "Other"])
        let names = try browser.texts("[...document.querySelectorAll('.card-head a')].map(e => e.innerText)")
        #expect(names == [PublicArchive.hostile, "Llama 3.1 70B", "GPT-4", "Never seen"])
        #expect(try browser.number("document.querySelectorAll('.card:first-child ol.bars')[1].children.length") == 90)
        _ = try browser.value("document.querySelector('nav.ranges a').click()")
        try browser.wait(until: "location.pathname == '/24h.html' && document.querySelectorAll('ol.bars').length > 0")
        let words = try browser.texts("[...document.querySelectorAll('ol.bars li')].map(e => e.innerText)")
        #expect(words.allSatisfy { $0.contains(" – ") && $0.contains(": ") })
        #expect(
            words.contains { $0.contains("not met, ") } && words.contains { $0.hasSuffix("100 % within the limit") })
        _ = try browser.value(
            "[...document.querySelectorAll('.card-head a')].find(e => e.innerText == 'GPT-4').click()")
        try browser.wait(
            until:
                "location.pathname == '/models/gpt-4.html' && document.querySelectorAll('figure .plot > svg').length == 2"
        )
        #expect(try browser.text("document.querySelector('.overview').innerText").hasPrefix("Very slow"))
        _ = try browser.value("document.querySelector('nav.languages a[lang=ko]').click()")
        try browser.wait(until: "location.pathname == '/ko/models/gpt-4.html' && document.querySelector('.overview')")
        #expect(try browser.text("document.querySelector('.back').innerText") == "← 모든 모델")
        #expect(try browser.text("document.title") == "GPT-4 · Example AI status")
        #expect(try browser.complaints() == [])
    }
}
