import Foundation
import TestSupport
import Testing

/// The page for customers as files, and its feeds.
@Suite struct PublicExportTests {
    private func export(_ archive: PublicArchive, to folder: String) throws -> MetricsctlRun {
        try MetricsctlRun(["page", "export", folder] + archive.options)
    }

    @Test("files are what serve answers, and have no word of the inside")
    func same() throws {
        let archive = try PublicArchive()
        let folder = archive.folder.path("out/site")
        try FileManager.default.createDirectory(atPath: archive.folder.path("out"), withIntermediateDirectories: false)
        // Both within one window, or both again.
        let server = try archive.serve()
        for attempt in 0..<2 {
            #expect(try export(archive, to: folder) == MetricsctlRun(status: 0, output: "", errors: ""))
            let files = try PublicArchive.files(in: URL(filePath: folder))
            #expect(files["404.html"]?.contains("There is nothing here") == true)
            let served = files.filter { $0.key != "404.html" && !$0.key.hasPrefix(".") }
            #expect(served.count == 3 * (6 + 4 * 4) + 3)
            let others = try served.filter { name, text in
                let path = name.hasSuffix("index.html") ? String(name.dropLast(10)) : name
                return try path != "public.json" && server.request("/\(path)").body != text
            }
            if others.isEmpty || attempt == 1 { #expect(others.keys.sorted() == []) }
            for (name, text) in files {
                for word in archive.insideWords where text.range(of: word, options: .caseInsensitive) != nil {
                    Issue.record("\(name) has \(word)")
                }
                #expect(name.hasPrefix("models/") || !text.contains("href=\"/"), "\(name)")
            }
            if others.isEmpty { break }
        }
    }

    @Test("an export replaces the one before as a whole, and nothing that is not its own")
    func replaced() throws {
        let archive = try PublicArchive()
        let folder = archive.folder.path("site")
        #expect(try export(archive, to: folder + "/").status == 0)
        let sign = URL(filePath: "\(folder)/.metricsctl-page")
        let list = try String(contentsOf: sign, encoding: .utf8)
        #expect(list.hasSuffix("\n") && list.contains("models/gpt-4.html\n"))
        // As of a model that was public then.
        try Data("\(list)models/gone.html\n".utf8).write(to: sign)
        try Data("old".utf8).write(to: URL(filePath: "\(folder)/models/gone.html"))
        #expect(try export(archive, to: folder).status == 0)
        let files = try PublicArchive.files(in: URL(filePath: folder))
        #expect(files["models/gone.html"] == nil && files["models/gpt-4.html"] != nil)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: archive.folder.url.path).allSatisfy {
                !$0.contains(".metricsctl-")
            })

        let others = archive.folder.path("others")
        try FileManager.default.createDirectory(atPath: others, withIntermediateDirectories: false)
        try Data("mine".utf8).write(to: URL(filePath: "\(others)/mine.txt"))
        let refused = try export(archive, to: others)
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(
            refused.errors.hasPrefix(
                "metricsctl: cannot replace \(others): it holds mine.txt, which no export has written\nhint: "))
        #expect(try PublicArchive.files(in: URL(filePath: others)) == ["mine.txt": "mine"])
        let nowhere = try export(archive, to: archive.folder.path("none/deep"))
        #expect(nowhere.status == 1 && nowhere.errors.contains("none/.deep.metricsctl-new-"))
        let missing = try PublicArchive(newest: nil)
        #expect(try export(missing, to: missing.folder.path("site")).status == 1)
        #expect(!FileManager.default.fileExists(atPath: missing.folder.path("site")))
    }

    // Without its list, nothing tells a page that somebody added from an export's own.
    @Test(
        "what was added to an export stays",
        arguments: [
            ("robots.txt", false), ("models/own.html", false), ("own/", false), ("robots.txt", true), ("own/", true),
        ])
    func added(name: String, isUnlisted: Bool) throws {
        let archive = try PublicArchive()
        let folder = archive.folder.path("site")
        #expect(try export(archive, to: folder).status == 0)
        // As exports once wrote it.
        if isUnlisted { try Data().write(to: URL(filePath: "\(folder)/.metricsctl-page")) }
        if name.hasSuffix("/") {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
        } else {
            try Data("mine".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        let refused = try export(archive, to: folder)
        let file = name.hasSuffix("/") ? String(name.dropLast()) : name
        #expect(refused.status == 1 && refused.errors.contains("it holds \(file), which no export has written\n"))
        #expect(FileManager.default.fileExists(atPath: "\(folder)/\(name)"))
        try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
        #expect(try export(archive, to: folder).status == 0)
    }

    @Test("a symbolic link stays one, and the folder that it names is replaced")
    func link() throws {
        let archive = try PublicArchive()
        let (folder, link) = (archive.folder.path("site"), archive.folder.path("link"))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder)
        #expect(try export(archive, to: link).status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == folder)
        #expect(FileManager.default.fileExists(atPath: "\(folder)/404.html"))
    }

    @Test(
        "feeds are right for a parser that we did not write",
        arguments: ["feed.rss", "feed.atom", "ko/feed.rss", "ko/feed.atom"])
    func feeds(name: String) throws {
        let archive = try PublicArchive()
        let folder = archive.folder.path("site")
        #expect(try export(archive, to: folder).status == 0)
        let script = """
            import feedparser, json, sys, xml.dom.minidom
            xml.dom.minidom.parse(sys.argv[1])
            feed = feedparser.parse(sys.argv[1])
            print(json.dumps({"bozo": bool(feed.bozo), "version": feed.version, "title": feed.feed.title,
                "link": feed.feed.link, "language": feed.feed.language if "rss" in feed.version else feed.feed.title_detail.language,
                "ids": [e.id for e in feed.entries], "titles": [e.title[:40] for e in feed.entries],
                "links": [e.link for e in feed.entries], "texts": [e.get("summary", "") for e in feed.entries],
                "dates": [bool(e.get("published_parsed")) for e in feed.entries]}))
            """
        let run = try Program(URL(filePath: "/usr/bin/python3")).run(["-c", script, "\(folder)/\(name)"])
        #expect(run.exitCode == 0, "\(run.stderr)")
        let found = try #require(try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any])
        #expect(
            found["bozo"] as? Bool == false
                && found["version"] as? String == (name.hasSuffix("rss") ? "rss20" : "atom10"))
        #expect(found["title"] as? String == "Example AI status")
        let home = "https://status.example.com/" + (name.hasPrefix("ko") ? "ko/" : "")
        #expect(
            found["link"] as? String == home && found["language"] as? String == (name.hasPrefix("ko") ? "ko" : "en"))
        let ids = try #require(found["ids"] as? [String])
        #expect(ids.count == 2 && Set(ids).count == 2 && ids.allSatisfy { $0.hasPrefix("urn:uuid:") })
        let titles = try #require(found["titles"] as? [String])
        #expect(titles[0].hasSuffix("Second server"))
        #expect((found["links"] as? [String])?.allSatisfy { $0.hasPrefix("\(home)#a-") } == true)
        #expect((found["dates"] as? [Bool]) == [true, true])
        let texts = try #require(found["texts"] as? [String])
        #expect(
            texts[0].contains("<p>It is up.</p>") && texts[0].contains("Over.") && texts[1].contains("&lt;script&gt;"))
        // The same entries after another export.
        #expect(try export(archive, to: folder).status == 0)
        let again = try Program(URL(filePath: "/usr/bin/python3")).run(["-c", script, "\(folder)/\(name)"])
        #expect(again.stdout == run.stdout)
    }

    @Test("announce adds, updates, lists and takes back; marks are no announcements")
    func commands() throws {
        let archive = try PublicArchive()
        let options = ["--db", archive.path]
        let added = try MetricsctlRun(
            ["announce", "add", "More GPUs", "--severity", "maintenance", "--from", "2099-01-01", "--json"] + options)
        #expect(added.status == 0 && added.output.contains("\"severity\":\"maintenance\""))
        // The mark, the announcement and its update of the sample came before.
        #expect(added.output.contains("\"id\":4,"))
        #expect(
            try MetricsctlRun(["announce", "update", "4", "In.", "--to", "2099-01-02", "--severity", "info"] + options)
                .status == 0)
        let list = try MetricsctlRun(["announce", "list", "--json"] + archive.options).output
        #expect(list.contains("\"count\":3") && list.contains("\"origin\":\"file\""))
        #expect(
            list.contains(
                "\"id\":4,\"severity\":\"info\",\"from\":\"2099-01-01T00:00:00+09:00\",\"to\":\"2099-01-02T00:00:00+09:00\""
            ))
        #expect(try MetricsctlRun(["mark", "list", "--json"] + options).output.contains("\"count\":1"))
        let wrong = try MetricsctlRun(["mark", "remove", "4"] + options)
        #expect(wrong.status == 1 && wrong.errors.hasPrefix("metricsctl: there is no mark 4\nhint: "))
        #expect(
            try MetricsctlRun(["announce", "remove", "4"] + options) == MetricsctlRun(status: 0, output: "", errors: "")
        )
        for arguments in [
            ["announce", "remove", "4"], ["announce", "update", "4", "x"], ["announce", "remove", "1"],
        ] {
            let none = try MetricsctlRun(arguments + options)
            #expect(none.status == 1 && none.errors.hasPrefix("metricsctl: there is no announcement "), "\(arguments)")
        }
        #expect(try MetricsctlRun(["archive", "verify"] + options).status == 0)
        for arguments in [
            ["announce", "add", "a\u{1B}[0m"], ["announce", "add", ""], ["announce", "add", " "],
            ["announce", "add", "a", "--to", "2001-01-01"],
        ] {
            #expect(try MetricsctlRun(arguments + options).status == 64, "\(arguments)")
        }
    }
}
