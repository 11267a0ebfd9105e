"""Lets greedy clients at a server, and looks at what all others get and at its memory.

usage: greedy.py PORT PROCESS NEWEST METRICSCTL SECONDS
"""
import hashlib, multiprocessing, random, socket, subprocess, sys, threading, time, urllib.error, urllib.request

port, server, newest, program, seconds = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
# The archive's end, by any second of the five minutes after it: the answers are the same, but asked for anew.
at = lambda second: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(newest + second % 300))
history = "/api/metrics/history/?hours={}&step=5m&at={}"
command = [program, "history", "--hours", "22", "--step", "5m", "--at", at(0), "--json"]
right = hashlib.sha256(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout).hexdigest()
faults, waits, statuses, lock = [], [], {}, threading.Lock()
end = time.monotonic() + seconds
running = lambda: time.monotonic() < end


def memory(key):
    with open(f"/proc/{server}/status") as status:
        return int(next(line for line in status if line.startswith(key)).split()[1]) / 1024


def ask(target, headers={}):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{target}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            status, digest = answer.status, hashlib.sha256()
            while piece := answer.read(1 << 20):
                digest.update(piece)
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
        return status, body.decode()
    finally:
        with lock:
            statuses[status] = statuses.get(status, 0) + 1
    return status, digest.hexdigest()


def slow(number):
    second = number
    while running():
        second += 60
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.settimeout(60)
            client.sendall(f"GET {history.format(22, at(second))} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            try:
                while running() and client.recv(10_000):
                    time.sleep(0.5)
            except OSError:
                pass  # It had to make way.


def whole(number):
    while running():
        status, digest = ask(history.format(22, at(number)))
        if status == 200 and digest != right:
            faults.append("a long answer is not the command's")
        if status not in (200, 503):
            faults.append(f"{status} for a long answer")
        number += 7


def too_long(once=False):
    while running() or once:
        status, message = ask(history.format(24, at(random.randrange(300))))
        if status != 503 and (status != 400 or "points: ask for a longer step" not in message):
            faults.append(f"{status} for too many points")
        if once:
            return


def made_up(random):
    while running():
        text = "".join(random.choices("abcdefghij", k=15_000))
        target = random.choice(["/api/metrics/p95/?model_name=", "/api/metrics/?model_name=", "/?q=", "/badge.svg?model_name="])
        ask(target + text, {"X-Forwarded-Prefix": "/" + text[:200]})
        time.sleep(0.05)


def other():
    """Asks for what people and monitors look at, also at moments that nobody has asked about before."""
    while running():
        second = at(random.randrange(300))
        for target in (
            "/healthz", "/readyz", "/metrics", "/", "/badge.svg?model_name=model-07",
            f"/?at={second}", f"/badge.svg?model_name=model-08&at={second}", f"/model?name=model-09&at={second}",
            f"/api/metrics/p95/?at={second}", f"/api/models/?at={second}", f"/api/health/?at={second}",
        ):
            start = time.monotonic()
            status, _ = ask(target)
            waits.append((time.monotonic() - start, target))
            if status != 200 and not (status == 503 and target.startswith("/api/health/")):
                faults.append(f"{status} for {target.split('?')[0]}")
        time.sleep(0.2)


def watch(end):
    other()
    end.send((waits, faults, statuses))


# A process of its own: what the threads of this one do must not be in the times.
here, there = multiprocessing.Pipe()
watcher = multiprocessing.Process(target=watch, args=(there,))
watcher.start()
jobs = [(slow, n) for n in range(60)] + [(whole, 0), (whole, 150), (too_long,), (made_up, random.Random(1))]
threads = [threading.Thread(target=job, args=arguments) for job, *arguments in jobs]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
waits, others, counts = here.recv()
watcher.join()
faults += others
for status, count in counts.items():
    statuses[status] = statuses.get(status, 0) + count
too_long(once=True)
waits.sort()
late = waits[len(waits) * 99 // 100]
peak = memory("VmHWM")
print(
    f"{statuses} by status; memory at most {peak:.0f} MiB, now {memory('VmRSS'):.0f}; of {len(waits)} other answers 99 % took "
    f"less than {late[0] * 1000:.0f} ms, the slowest {waits[-1][0] * 1000:.0f} ms ({waits[-1][1]})", file=sys.stderr)
for fault in sorted(set(faults)):
    print(f"{fault} ({faults.count(fault)} times)", file=sys.stderr)
sys.exit(bool(faults) or peak > 256 or late[0] >= 1 or not statuses.get(400))
