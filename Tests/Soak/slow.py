"""Sends requests byte by byte over many connections, and looks how long a client among them waits.

usage: slow.py PORT CONNECTIONS
"""
import resource, socket, sys, time

port, slow = int(sys.argv[1]), int(sys.argv[2])
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
if most < slow + 64:
    slow = most - 64
    print(f"only {slow} connections: no more files may be open here", file=sys.stderr)
connections = []
worst = 0.0


def ask():
    global worst
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"GET /api/metrics/p95/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b"}\n"), answer[:80]
    worst = max(worst, time.monotonic() - start)


for number in range(slow):
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.send(b"GET /")
    connections.append(connection)
    if number % 500 == 499:
        ask()
for _ in range(5):
    for connection in connections:
        try:
            connection.send(b"x")
        except OSError:
            pass  # Its time was over.
    ask()
print(f"{slow} slow connections, the slowest answer among them took {worst * 1000:.0f} ms", file=sys.stderr)
sys.exit(worst >= 1)
