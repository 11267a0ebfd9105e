#!/usr/bin/env python3
"""Stores 200 hard names in an archive, and reads them back from every output with parsers of other people.

usage: names.py METRICSCTL FOLDER

Says what does not come back, one line each, and exits 1; says nothing where all is well. The folder must be empty.
"""
import csv
import html.parser
import http.server
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

AT = "2025-10-17T14:30:00Z"
WINDOWS = ["2025-10-17T14:20:00Z", "2025-10-17T14:25:00Z", "2025-10-17T14:30:00Z"]
DIRECTIONS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
csv.field_size_limit(1 << 24)
METRIC = "request_duration_seconds"


def table():
    """All that the names are. None is there twice."""
    names = ["", " ", "(none)", "null", "NaN", "0", "-1e9", "__name__", "model", ".", "..", "../../etc/passwd"]
    names += [f"a{chr(code)}b" for code in [*range(1, 32), 127, 0x85, 0x9B]] + ["zero\0byte"]
    names += [f"x{chr(code)}y" for code in DIRECTIONS]
    # An accent behind a sign, and a mark that is written before what follows: each is one character with it to some.
    names += [sign + "\u0301x" for sign in "\"<>&,'%=|\\`"] + ["\u0600" + sign + "x" for sign in "\"<>&,'%=|\\`"]
    # What Unicode calls equal.
    names += ["é", "e\u0301", "Å", "A\u030A", "\u212B", "한", "\u1112\u1161\u11AB", "K", "\u212A", ";", "\u037E", "\u1FEF"]
    names += ["ạ̈", "a\u0323\u0308", "a\u0308\u0323"] + ["\u2126", "Ω"]
    names += ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title><b>", "<!--", "-->", "]]>",
              "<![CDATA[", "&lt;b&gt;", "&#60;", "javascript:alert(1)", "' onmouseover='x", "<a href=//evil>x</a>"]
    names += ["<!channel>", "<!here|x>", "<@U123>", "<http://evil|a>", "*b* _i_ ~s~", "&lt;!channel&gt;",
              "<\u0338!channel>", "\u0600<!channel>", "a\r\n<!channel>"]
    names += ["$(touch x)", "`touch x`", "; touch x", "| cat", "> x", "*", "~", "!!", "-n", "--help", "'", "\"", "\\", "\\n",
              "a'b\"c", "%", "100%", "%s%n", "a\\%b", "\\\\%", "$HOME", "a\\", "${x}", "#x", "\\$"]
    names += ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://evil\")", "\t=1", "a,b", "a;b", "\"quoted\"", "\"\""]
    names += ["{", "a=\"b\"}", "a\\u0000", "\\ud800", "\\x41", "a&hours=1", "a/b?c#d%20e+f g", "# EOF", "x} 1\ny 2"]
    names += ["👩\u200D👩\u200D👧", "🇰🇷", "👍🏽", "1\uFE0F\u20E3", "مرحبا", "שלום", "ภาษาไทย", "z\u200Bw", "\uFEFFa", "a\u2028b", "a\u2029b",
              "\u0301x", "\u0300" * 9, "a\u0301\u0302\u0303\u0304\u0305", "\u0D4E<b>", "\U000110BD<!channel>", "\u200D",
              "\u3164", "a\n\nb", "\r\n", "\n", "x\ty z", "\x1B[31mred\x1B[0m", "\x1B]0;title\x07", "\uFFFE", "\uFFFF", "\uFFFD", "\U0010FFFF", "\uE000", "\U000E0041", "\u00AD", "\uFFF9", "﷽", "𒐫"]
    names += ["長" * 1365, "x" * 4096, "e" + "\u0301" * 2000, "\u0600" * 2000, "a" * 140_000, "가" * 46_667]
    return names


NAMES = table()
COUNTS = {name: 100 + place for place, name in enumerate(NAMES)}
# What fits into a request's first line.
SHORT = [name for name in NAMES if len(urllib.parse.quote(name, safe="")) < 20_000]
faults = []


def fault(what, *more):
    faults.append(f"{what}: {' '.join(ascii(one)[:300] for one in more)}")


def expect_names(what, found, expected=None):
    """That these are the names, each with its own count."""
    expected = COUNTS if expected is None else expected
    found = dict(found)
    for name in expected:
        if found.get(name) != expected[name]:
            fault(what, name, found.get(name))
    for name in found.keys() - expected.keys():
        fault(what + ": made up", name)


def run(*arguments, exit_code=0):
    result = subprocess.run([PROGRAM, *arguments], capture_output=True)
    if exit_code is not None and result.returncode != exit_code:
        fault("exit code", arguments, result.returncode, result.stderr)
    return result.stdout.decode("utf-8")


def store(archive):
    lines = [{"source": "default", "metric": METRIC, "url": "http://127.0.0.1:1", "selector": "", "model_label": "model",
              "unit": "s"}]
    for window in WINDOWS:
        for name in NAMES:
            count = COUNTS[name]
            lines.append({"window": window, "model": name, "quality": "exact", "requests": count, "sum_us": None,
                          "histograms": [{"le": [0.1, 0.2, 0.4], "counts": [0, 0, count, 0]}]})
    lines.append({"end": True})
    file = os.path.join(FOLDER, "names.jsonl")
    with open(file, "w") as output:
        output.write("".join(json.dumps(line) + "\n" for line in lines))
    run("archive", "import", file, "--db", archive)


def check_json(archive):
    for command in ["p95", "all"]:
        data = json.loads(run(command, "--json", "--db", archive, "--at", AT))["data"]
        expect_names(f"{command} --json", ((one["model"], one["requests"]) for one in data))
        in_order = [one["model"].encode() for one in data]
        if in_order != sorted(in_order):
            fault(f"{command} --json is not in the order of bytes")
    data = json.loads(run("history", "--format", "json", "--db", archive, "--at", AT))["data"]
    expect_names("history", ((one["model"], one["data_points"][-1]["requests"]) for one in data))
    stat = json.loads(run("archive", "stat", "--json", "--db", archive))
    expect_names("stat", ((one["model"], one["requests"] // 3) for one in stat["sources"][0]["models"]))
    for name in ["é", "e\u0301", "K", "\u212A"]:
        data = json.loads(run("p95", "--json", "--model", name, "--db", archive, "--at", AT))["data"]
        expect_names("p95 --model", ((one["model"], one["requests"]) for one in data), {name: COUNTS[name]})


def rows(text):
    return csv.DictReader(io.StringIO(text, newline=""), strict=True)


def check_csv(archive):
    for command in [["p95"], ["all"], ["history"], ["archive", "stat"]]:
        at = [] if command[0] == "archive" else ["--at", AT]
        found = rows(run(*command, "--format", "csv", "--db", archive, *at))
        share = 3 if command[0] == "archive" else 1
        expect_names(f"{command} csv", ((row["model"], int(row["requests"]) // share) for row in found))
    found = list(rows(run("archive", "export", "--format", "csv", "--db", archive)))
    expect_names("export csv", ((row["model"], int(row["requests"])) for row in found))
    if len(found) != 3 * len(NAMES):
        fault("export csv has other rows", len(found))


def check_export(archive):
    text = run("archive", "export", "--db", archive)
    lines = [json.loads(line) for line in text.split("\n")[:-1]]
    expect_names("export", ((one["model"], one["requests"]) for one in lines if "model" in one))
    file, copy = os.path.join(FOLDER, "export.jsonl"), os.path.join(FOLDER, "copy.db")
    with open(file, "w", newline="") as output:
        output.write(text)
    run("archive", "import", file, "--db", copy)
    if run("archive", "export", "--db", copy) != text:
        fault("an export of an import of an export is another")
    with open(file, "w") as output:
        output.write(text.split("\n")[0] + "\n" + json.dumps(lines[1]).replace(json.dumps(lines[1]["model"]), '"\\ud800"')
                     + '\n{"end":true}\n')
    run("archive", "import", file, "--db", copy, exit_code=1)


SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)(?: \S+)?')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"')


def samples(text):
    """Of Prometheus' and OpenMetrics' text: name, labels, value."""
    for line in text.split("\n"):
        if not line or re.match(r"# (HELP|TYPE|UNIT|EOF)", line):
            continue
        match = SAMPLE.fullmatch(line)
        if not match:
            fault("not a sample", line)
            continue
        labels = {name: re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], value)
                  for name, value in LABEL.findall(match[2] or "")}
        yield match[1], labels, float(match[3])


def check_openmetrics(archive):
    found = samples(run("archive", "export", "--format", "openmetrics", "--db", archive))
    expect_names("openmetrics", ((labels.get("model", ""), value / 3) for name, labels, value in found
                                 if name == METRIC + "_count"))


def check_text(archive):
    for command, lines in [(["p95"], len(NAMES) + 3), (["all"], len(NAMES) + 3), (["history"], None),
                           (["history", "--format", "plot"], None), (["archive", "stat"], None),
                           (["archive", "verify"], None), (["check", "--p95-critical", "100ms"], 1)]:
        form = [] if "--format" in command or command[-1] in ("verify", "100ms") else ["--format", "table"]
        at = [] if command[0] == "archive" else ["--at", AT]
        text = run(*command, *form, "--db", archive, *at, exit_code=2 if command[0] == "check" else 0)
        harmful = {one for one in text if one != "\n" and unicodedata.category(one) == "Cc" or ord(one) in DIRECTIONS}
        if harmful or "\u2028" in text or "\u2029" in text:
            fault(f"{command} hands on", sorted(harmful))
        if lines and text.count("\n") != lines:
            fault(f"{command} has other lines than {lines}", text.count("\n"))


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.heading, self.inside = [], [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.inside.append(tag)
        for name, value in attributes:
            if name.startswith("on") or name == "style":
                fault("a page has an attribute", tag, name)
            if name == "href":
                self.links.append(value)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.inside.pop()

    def handle_data(self, data):
        if "h1" in self.inside:
            self.heading += data

    def handle_comment(self, data):
        fault("a page has a comment", data)


def name_in(link):
    return urllib.parse.parse_qs(link.split("?", 1)[1], keep_blank_values=True, strict_parsing=True)["name"][0]


def get(url, status=200):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        if error.code != status:
            fault("HTTP status", url[:200], error.code)
        return error.read().decode("utf-8")


def check_complaints(archive):
    """A name that nobody has is told back on a terminal."""
    for name in SHORT:
        if "\0" in name or not any(unicodedata.category(one) in ("Cc", "Cf") for one in name):
            continue
        result = subprocess.run([PROGRAM, "archive", "forget", "--yes", "--db", archive, "--", name + "\u0301?"],
                                capture_output=True)
        said = result.stderr.decode("utf-8")
        if result.returncode != 1 or any(one != "\n" and unicodedata.category(one) == "Cc" or ord(one) in DIRECTIONS for one in said):
            fault("a complaint", name, result.returncode, said)


def check_pages(base):
    at = "at=" + urllib.parse.quote(AT)
    page = Page(get(f"{base}/?{at}"))
    links = [name_in(link) for link in page.links if link.startswith("model?")]
    expect_names("the list's links", ((name, COUNTS.get(name)) for name in links))
    if len(links) != len(NAMES) or page.tags.count("script") != 1 or page.tags.count("a") > len(NAMES) + 30:
        fault("the list has other tags", len(links), page.tags.count("script"), page.tags.count("a"))
    shapes = set()
    for name in SHORT:
        query = urllib.parse.quote(name, safe="") + "&" + at
        page = Page(get(f"{base}/model?name={query}"))
        shapes.add((page.tags.count("script"), page.tags.count("a"), page.tags.count("h1")))
        if any(name_in(link) != name for link in page.links if link.startswith("model?")):
            fault("a model's page leads elsewhere", name)
        if len(name) < 40 and name.isprintable() and page.heading != (name or "(none)"):
            fault("a model's page has another heading", name, page.heading)
        for path in ["chart.svg", "badge.svg"]:
            xml.etree.ElementTree.fromstring(get(f"{base}/{path}?model_name={query}"))
        data = json.loads(get(f"{base}/api/metrics/p95/?model_name={query}"))["data"]
        expect_names("HTTP", ((one["model"], one["requests"]) for one in data), {name: COUNTS[name]})
    if len(shapes) != 1:
        fault("models' pages have other tags", shapes)


def check_long_request(base):
    """A name that does not fit into a request is refused, and the server stays."""
    for length, status in [(30_000, 414), (140_000, 431)]:
        request = f"GET /api/metrics/p95/?model_name={'a' * length} HTTP/1.1\r\nHost: h\r\n\r\n"
        host, port = base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(request.encode())
            answer = connection.recv(100).decode()
        if not answer.startswith(f"HTTP/1.1 {status} "):
            fault("a long request", length, answer)
    get(base + "/healthz")


def check_metrics(base, promtool):
    text = get(base + "/metrics")
    list(samples(text))
    if promtool:
        result = subprocess.run([promtool, "check", "metrics"], input=text.encode(), capture_output=True)
        if result.returncode not in (0, 3):
            fault("promtool", result.stdout, result.stderr)


class Receiver(http.server.BaseHTTPRequestHandler):
    bodies = {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.bodies.setdefault(self.path.split("/")[1], []).append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def check_notices(archive):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    settings = os.path.join(FOLDER, "notify")
    with open(settings, "w") as output:
        output.write(f"slack {base}/slack\nwebhook {base}/webhook\nalertmanager {base}/alerts\np95-critical 100ms\n")
    run("collect", "--prometheus-url", "http://127.0.0.1:1", "--retries", "0", "--db", archive, "--at", AT, "--notify",
        settings, exit_code=None)
    server.shutdown()
    received = Receiver.bodies
    told = [one for body in received.get("webhook", []) for one in body["notices"] if one["subject"] == "model"]
    expect_names("webhook", ((one["model"], one["requests"]) for one in told))
    if any(unicodedata.category(one) == "Cc" for notice in told for one in notice["text"]):
        fault("a notice's text has control characters")
    alerts = [one["labels"] for body in received.get("alerts", []) for one in body]
    names = {one["model"] for one in alerts if one["alertname"] == "ModelLatencyHigh"}
    if names != {name or "(none)" for name in NAMES}:
        fault("alerts", names ^ set(NAMES))
    lines = [line for body in received.get("slack", []) for line in body["text"].split("\n")]
    # The letters of the message are Slack's own: everything between < and > is a link or calls people.
    for line in lines:
        if re.search(r"[<>]|&(?!(amp|lt|gt);)", line) or not re.match(r":[a-z_]+: ", line):
            fault("slack", line)
    if len([line for line in lines if ": p95 is critical" in line]) != len(NAMES):
        fault("slack has other lines", len(lines))


def check_crontab():
    """What cron, and the shell that it starts, make of a source's name."""
    folder = os.path.join(FOLDER, "bin")
    os.mkdir(folder)
    spool, arguments = os.path.join(FOLDER, "spool"), os.path.join(FOLDER, "arguments")
    with open(os.path.join(folder, "crontab"), "w") as script:
        script.write(f"#!/bin/sh\nif [ \"$1\" = -l ]; then cat '{spool}' 2>/dev/null || {{ echo no crontab for me >&2; exit 1; }}\n"
                     f"else cat >'{spool}'; fi\n")
    os.chmod(os.path.join(folder, "crontab"), 0o755)
    environment = {"PATH": folder + ":/usr/bin:/bin", "HOME": FOLDER, "LANG": "C.UTF-8"}
    for name in NAMES:
        # Neither an argument nor a line of a crontab may have these, and cron takes lines of 1,000 bytes at most.
        if not name or "\0" in name or len(name.encode()) > 500 or not re.search(r"[!-/:-@\[-`{-~\n\r]", name):
            continue
        if os.path.exists(spool):
            os.remove(spool)
        result = subprocess.run(
            [PROGRAM, "schedule", "install", "--", "--prometheus-url", "http://127.0.0.1:1", "--source=" + name],
            capture_output=True, env=environment)
        if re.search("[\b\n\r]", name):
            if result.returncode == 0:
                fault("a crontab took what it can't hold", name)
            continue
        if result.returncode != 0:
            fault("schedule install", name, result.stderr)
            continue
        with open(spool, "rb") as file:
            line = [one for one in file.read().split(b"\n") if b"--source" in one][0]
        command = line.split(b" ", 5)[5]
        # An unescaped percent sign would begin the command's input.
        if b"%" in re.sub(rb"\\.", b"", command):
            fault("an unescaped percent sign", name, command)
        command = re.sub(rb"\\(.)", lambda pair: pair[1] if pair[1] in b"%\\" else pair[0], command)
        command = re.sub(rb"^sleep \d+; ", b"", command).replace(PROGRAM.encode(), b"dump", 1)
        dump = b"dump() { printf '%s\\0' \"$@\" >'" + arguments.encode() + b"'; }\n"
        subprocess.run(["/bin/sh", "-c", dump + command], cwd=FOLDER, env=environment)
        with open(arguments, "rb") as file:
            if ("--source=" + name).encode() not in file.read().replace(b"--source\0", b"--source=").split(b"\0"):
                fault("the shell reads another source", name, command)
    if os.path.exists(os.path.join(FOLDER, "x")):
        fault("a name was run")


def main():
    archive = os.path.join(FOLDER, "names.db")
    if len(set(NAMES)) != len(NAMES) or len(NAMES) < 200:
        fault("the table is not of 200 names", len(NAMES), len(set(NAMES)))
    store(archive)
    check_json(archive)
    check_csv(archive)
    check_export(archive)
    check_openmetrics(archive)
    check_text(archive)
    check_complaints(archive)
    check_crontab()
    server = subprocess.Popen([PROGRAM, "serve", "--port", "0", "--db", archive], stderr=subprocess.PIPE, text=True)
    try:
        base = re.search(r"http://\S+?:\d+", server.stderr.readline())[0]
        threading.Thread(target=lambda: [None for _ in server.stderr], daemon=True).start()
        check_pages(base)
        check_long_request(base)
        check_metrics(base, os.environ.get("PROMTOOL"))
    finally:
        server.kill()
    check_notices(archive)
    for line in faults[:50]:
        print(line)
    sys.exit(1 if faults else 0)


PROGRAM, FOLDER = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
if __name__ == "__main__":
    main()
