import Foundation

/// A real Chromium without a window, driven by Debian's chromedriver over WebDriver (W3C) and its window into DevTools.
///
/// It starts with the value and ends with it. Requests go through curl, so that no client of ours has a part in it.
package final class Browser {
    private let driver: Process
    private let folder: TemporaryFolder
    private let address: String
    private var session = ""

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter languages: what the browser asks pages for, as in `Accept-Language`.
    package init(languages: String = "en-US") throws {
        folder = try TemporaryFolder()
        let port = try FreePort.find()
        address = "http://127.0.0.1:\(port)"
        let binary = ["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let binary else { throw Failure(description: "no chromedriver; scripts/setup installs it") }
        let program = Program(
            URL(fileURLWithPath: binary), environment: ["HOME": folder.url.path, "TMPDIR": folder.url.path])
        driver = try program.launch(
            ["--port=\(port)"], stdout: folder.url.appending(path: "out"), stderr: folder.url.appending(path: "err"))
        try waitUntilReady()
        // Its sandbox needs rights that containers do not give; pages here are our own.
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--window-size=1280,900", "--accept-lang=\(languages)", "--disable-background-networking",
        ]
        let capabilities: [String: Any] = [
            "alwaysMatch": [
                "browserName": "chrome", "goog:chromeOptions": ["args": arguments],
                "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
            ]
        ]
        let answer = try command("POST", "/session", ["capabilities": capabilities]) as? [String: Any]
        guard let id = answer?["sessionId"] as? String else { throw Failure(description: "no session") }
        session = "/session/\(id)"
    }

    deinit {
        if !session.isEmpty { _ = try? command("DELETE", session) }
        // It inherits a signal mask from the test's thread that holds SIGTERM back.
        kill(driver.processIdentifier, SIGKILL)
        driver.waitUntilExit()
    }

    /// Returns when the page's `load` event has happened.
    package func open(_ url: String) throws {
        _ = try command("POST", "\(session)/url", ["url": url])
    }

    /// The value of an expression, as JSON has it.
    package func value(_ expression: String) throws -> Any? {
        try command("POST", "\(session)/execute/sync", ["script": "return (\(expression))", "args": []])
    }

    package func text(_ expression: String) throws -> String { try value(expression) as? String ?? "" }

    package func number(_ expression: String) throws -> Double {
        (try value(expression) as? NSNumber)?.doubleValue ?? .nan
    }

    package func texts(_ expression: String) throws -> [String] { try value(expression) as? [String] ?? [] }

    /// Waits until an expression is true.
    package func wait(until expression: String) throws {
        for _ in 0..<300 {
            if try value("!!(\(expression))") as? Bool == true { return }
            usleep(100_000)
        }
        throw Failure(description: "after 30 seconds still not true: \(expression)")
    }

    /// Writes into a field as keys would, after what is there.
    package func type(_ text: String, into id: String) throws {
        _ = try value("document.getElementById('\(id)').focus()")
        try devTools("Input.insertText", ["text": text])
    }

    /// A key without a character, by its name in DOM events.
    package func press(_ key: String) throws {
        for kind in ["rawKeyDown", "keyUp"] { try devTools("Input.dispatchKeyEvent", ["type": kind, "key": key]) }
    }

    /// The whole document as it stands, also where scripts may not run.
    package func document() throws -> String {
        let root = try devTools("DOM.getDocument")["root"] as? [String: Any]
        return try devTools("DOM.getOuterHTML", ["nodeId": root?["nodeId"] ?? 0])["outerHTML"] as? String ?? ""
    }

    /// A command of DevTools.
    @discardableResult
    package func devTools(_ name: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        let answer = try command("POST", "\(session)/goog/cdp/execute", ["cmd": name, "params": parameters])
        return answer as? [String: Any] ?? [:]
    }

    /// What axe finds wrong with the page that is open: the rule and the element of each. nil where it has no answer.
    package func violations() throws -> [String]? {
        let axe = try String(contentsOf: Checkout.axe, encoding: .utf8)
        // Through DevTools, which the page's policy does not bind.
        try devTools("Runtime.evaluate", ["expression": axe])
        let answer = try devTools(
            "Runtime.evaluate",
            [
                "expression": "axe.run().then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html)))",
                "awaitPromise": true, "returnByValue": true,
            ])
        return (answer["result"] as? [String: Any])?["value"] as? [String]
    }

    /// What pages complained about since this was last asked.
    package func complaints() throws -> [String] {
        let entries = try command("POST", "\(session)/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
        return entries.compactMap { $0["message"] as? String }
    }

    /// The addresses of all requests since this was last asked, whatever made them.
    package func requests() throws -> [String] {
        let entries = try command("POST", "\(session)/se/log", ["type": "performance"]) as? [[String: Any]] ?? []
        return try entries.compactMap { entry in
            guard let text = entry["message"] as? String,
                let event = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
                let message = event["message"] as? [String: Any],
                message["method"] as? String == "Network.requestWillBeSent",
                let parameters = message["params"] as? [String: Any],
                let request = parameters["request"] as? [String: Any]
            else { return nil }
            return request["url"] as? String
        }
    }

    private func waitUntilReady() throws {
        for _ in 0..<300 {
            if driver.isRunning, let status = try? command("GET", "/status") as? [String: Any],
                status["ready"] as? Bool == true
            {
                return
            }
            usleep(100_000)
        }
        throw Failure(description: "chromedriver did not start")
    }

    private func command(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> Any? {
        let file = folder.url.appending(path: "request")
        var arguments = ["-s", "--noproxy", "*", "--max-time", "120", "-X", method, "\(address)\(path)"]
        if let body {
            try JSONSerialization.data(withJSONObject: body).write(to: file)
            arguments += ["-H", "Content-Type: application/json", "--data-binary", "@\(file.path)"]
        }
        let curl = try Program(URL(fileURLWithPath: "/usr/bin/curl")).run(arguments)
        let answer = try JSONSerialization.jsonObject(with: Data(curl.stdout.utf8)) as? [String: Any]
        if let value = answer?["value"] as? [String: Any], let error = value["error"] as? String {
            throw Failure(description: "\(error): \(value["message"] ?? "")")
        }
        return answer?["value"]
    }
}
