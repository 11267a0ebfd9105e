#!/usr/bin/env python3
"""Has a real cron collect for 200 hard names, from the lines that `schedule install` writes, and reads what each run was for.

usage: cron.py METRICSCTL FOLDER

Replaces the crontab of whoever runs it, and needs a cron daemon: `scripts/test-cron` has both of its own. In the crontab a
script takes the program's place, and every minute that of every five. Says what does not come back, one line each, and exits 1.
"""
import os
import re
import subprocess
import sys
import time

import names

PROGRAM, FOLDER = sys.argv[1:3]
# Neither an argument nor a line of a crontab may have these, of which `crontab -l` writes the backspace otherwise, and a line
# takes 1,000 bytes at most.
IMPOSSIBLE = re.compile("^$|[\0\b\r\n]")
LONGEST = 500
# For cron's own rules.
HARDER = ["\\\\", "a\\\\\\b", "\\\\%\\%", "\\'%", "'\\\\'", "a%%b", "%\\"]


def install(name):
    result = subprocess.run(
        [PROGRAM, "schedule", "install", "--db", os.path.join(FOLDER, "names.db"), "--", "--prometheus-url",
         "http://127.0.0.1:1", "--source=" + name], capture_output=True)
    if result.returncode == 0 and IMPOSSIBLE.search(name):
        names.fault("a crontab took what it can't hold", name)
    if result.returncode != 0 and not IMPOSSIBLE.search(name) and len(name.encode()) <= LONGEST:
        names.fault("schedule install", name, result.stderr)
    return result.returncode == 0


def edit():
    """Every minute, at once, and a script that writes its arguments down."""
    script = os.path.join(FOLDER, "dump")
    with open(script, "w") as output:
        output.write(f"#!/bin/sh\nprintf '%s\\0' \"$@\" >'{FOLDER}/new.'$$ && mv '{FOLDER}/new.'$$ '{FOLDER}/run.'$$\n")
    os.chmod(script, 0o755)
    program = os.path.realpath(PROGRAM).encode()
    table = subprocess.run(["crontab", "-l"], capture_output=True, check=True).stdout
    table = re.sub(rb"(?m)^\*/5 (\* \* \* \* )sleep \d+; (.*?)" + re.escape(program), rb"* \1\2" + script.encode(), table)
    subprocess.run(["crontab", "-"], input=table, check=True)


def sources():
    """Of all runs so far."""
    found = []
    for file in os.listdir(FOLDER):
        if file.startswith("run."):
            with open(os.path.join(FOLDER, file), "rb") as arguments:
                found += [one[9:] for one in arguments.read().replace(b"--source\0", b"--source=").split(b"\0")
                          if one.startswith(b"--source=")]
    return found


def main():
    # Nor may arguments have zero bytes, or 128 KiB.
    possible = [name for name in names.NAMES + HARDER if "\0" not in name and len(name.encode()) < 1 << 17]
    installed = [name.encode() for name in possible if install(name)]
    if len(installed) < 180:
        names.fault("too few lines", len(installed))
    edit()
    deadline = time.monotonic() + 150
    while set(sources()) != set(installed) and time.monotonic() < deadline:
        time.sleep(1)
    for name in set(installed) ^ set(sources()):
        names.fault("cron's run is of another source", name)
    if os.path.exists(os.path.expanduser("~/x")) or os.path.exists("x"):
        names.fault("a name was run")
    subprocess.run(["crontab", "-r"], check=True)
    print("\n".join(names.faults), end="\n" if names.faults else "")
    print(f"cron collected for {len(installed)} hard names", file=sys.stderr)
    sys.exit(1 if names.faults else 0)


main()
