"""Damages an archive in many ways, asks the program about each copy, and holds its answers against those of the sound one.

usage: fuzz.py METRICSCTL ARCHIVE MOMENT COUNT JOBS FIRST FOLDER

COUNT cases of each kind, numbered from FIRST on: a case is always the same one. A finding is printed, and its file is kept
in FOLDER. Where a body was made up and has the right checksum, its numbers can't be told from true ones: then no command may
crash or hang, and that is all.
"""

import concurrent.futures
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zlib

PAGE = 16384
SECONDS = 60
KINDS = ["flip", "truncate", "swap", "copy", "zero", "body"]
TABLES = {"hot": 1, "chunk": 2, "sealed_day": 3, "inventory": 4}


def damaged(whole, kind, number):
    chance = random.Random(f"{kind} {number}")
    body = bytearray(whole)
    pages = len(body) // PAGE
    first, second = chance.randrange(pages), chance.randrange(pages)
    one, other = slice(first * PAGE, first * PAGE + PAGE), slice(second * PAGE, second * PAGE + PAGE)
    if kind == "flip":
        for _ in range(chance.choice([1, 1, 1, 2, 8])):
            # Half of them where pages say what is in them, which most of a page does not.
            page = chance.randrange(pages) * PAGE
            place = page + chance.randrange(120 if chance.random() < 0.5 else PAGE)
            body[place] ^= 1 << chance.randrange(8)
    elif kind == "body":
        return with_other_body(whole, chance)
    elif kind == "truncate":
        del body[chance.choice([chance.randrange(1, len(body)), first * PAGE or 1]):]
    elif kind == "swap":
        body[one], body[other] = body[other], body[one]
    elif kind == "copy":
        body[other] = body[one]
    else:
        start = chance.choice([first * PAGE, chance.randrange(len(body))])
        body[start:start + PAGE] = bytes(min(PAGE, len(body) - start))
    return bytes(body)


def mutated(body, chance):
    """One to four changes of kinds that readers of numbers fear, behind the version's byte."""
    body = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(1, len(body))
        end = min(len(body), place + chance.randint(1, 9))
        number, rest = bytearray(), chance.choice([2**20, 2**31, 2**40, 2**53, 2**62, 2**63 - 1]) - chance.randint(0, 1)
        while rest >= 0x80:
            number.append(rest & 0x7F | 0x80)
            rest >>= 7
        number.append(rest)
        body[place:end] = chance.choice(
            [b"", body[place:end] * 2, bytes([chance.randrange(256)]), b"\xff" * 9, bytes(number), bytes(number)])
    return bytes(body)


def with_other_body(whole, chance):
    """The file with one row's body, or one layout's bounds, made up, under a right checksum."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(whole)
        file.flush()
        with sqlite3.connect(file.name) as copy:
            table = chance.choice([*TABLES, "layout"])
            if table == "layout":
                id, bounds = chance.choice(copy.execute("SELECT id, bounds FROM layout").fetchall())
                bounds = mutated(b"_" + bounds, chance)[1:]
                bounds = bounds[:len(bounds) // 8 * 8]
                sum = zlib.crc32(bytes([1]) + id.to_bytes(8, "little") + bounds)
                copy.execute("UPDATE layout SET bounds = ?, checksum = ? WHERE id = ?", (bounds, sum, id))
            else:
                keys = [key for key, in copy.execute(f"SELECT key FROM {table} ORDER BY key")]
                # The newest ones are in more answers.
                key = chance.choice(keys[-20:] if chance.random() < 0.5 else keys)
                body, = copy.execute(f"SELECT body FROM {table} WHERE key = ?", (key,)).fetchone()
                body = mutated(body[:-4], chance)
                mark = zlib.crc32(bytes([TABLES[table]]) + key.to_bytes(8, "little"))
                body += (zlib.crc32(body) ^ mark).to_bytes(4, "little")
                copy.execute(f"UPDATE {table} SET body = ? WHERE key = ?", (body, key))
        copy.close()
        with open(file.name, "rb") as changed:
            return changed.read()


def commands(moment):
    at = ["--at", moment]
    return {
        "p95": ["p95", "--json", *at],
        "all": ["all", "--json", *at],
        "history": ["history", "--hours", "144", "--step", "6h", "--json", *at],
        "health": ["health", "--json", *at],
        "check": ["check", "--p95-critical", "3s", *at],
        "stat": ["archive", "stat", "--json"],
        "export": ["archive", "export"],
        "verify": ["archive", "verify"],
        "doctor": ["doctor", "--json"],
    }


def ask(program, path, arguments):
    """Exit code, stdout and stderr of one command; the code is None where it did not end."""
    try:
        done = subprocess.run(
            [program, *arguments, "--db", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
            env={"PATH": os.environ["PATH"], "HOME": os.path.dirname(path), "TZ": "Asia/Seoul"})
        return done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        return None, b"", b""


def is_told(name, code, out, err):
    """Whether an answer that is another one says that something is wrong with the archive."""
    if name == "check":
        return code == 3 or b"damaged" in out or b" gone" in out
    if name in ("verify", "doctor"):
        return code != 0
    return code not in (0, 3) and err.startswith(b"metricsctl: ") or b"metricsctl: warning: " in err


def judge(program, moment, sound, whole, kind, number, folder):
    body = damaged(whole, kind, number)
    if body == whole:
        return "same", []
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "metrics.db")
        found, told, differing = [], False, []
        for name, arguments in commands(moment).items():
            with open(path, "wb") as file:
                file.write(body)
            code, out, err = ask(program, path, arguments)
            out = out.replace(scratch.encode(), b"DIR")
            if code is None:
                found.append(f"{name} hangs")
            elif code < 0 or code > 64 or b"Fatal error" in err:
                found.append(f"{name} crashes with {code}: {err[-300:]!r}")
            elif (code, out) != sound[name][:2] and name != "doctor":
                differing.append(name)
                if kind != "body" and not is_told(name, code, out, err):
                    found.append(f"{name} tells nothing of {out[:300]!r} {err[:300]!r}")
            if name != "doctor":
                told = told or is_told(name, code, out, err)
        if kind != "body" and differing and "verify" not in differing:
            found.append(f"verify finds nothing, though {', '.join(differing)} differ")
        if found:
            with open(os.path.join(folder, f"{kind}-{number}.db"), "wb") as file:
                file.write(body)
        return "different" if differing else "told" if told else "unseen", found


def main():
    program, archive, moment, count, jobs, first, folder = sys.argv[1:]
    with open(archive, "rb") as file:
        whole = file.read()
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "metrics.db")
        shutil.copy(archive, path)
        sound = {}
        for name, arguments in commands(moment).items():
            code, out, err = ask(program, path, arguments)
            sound[name] = (code, out.replace(scratch.encode(), b"DIR"), err)
            if b"warning" in err or name not in ("doctor", "health", "check") and code != 0:
                sys.exit(f"{name} is not well with the sound archive: {code} {out[:300]!r} {err!r}")
    findings = 0
    with concurrent.futures.ThreadPoolExecutor(int(jobs)) as pool:
        for kind in KINDS:
            numbers = range(int(first), int(first) + int(count))
            work = {pool.submit(judge, program, moment, sound, whole, kind, number, folder): number for number in numbers}
            tally = {}
            for future in concurrent.futures.as_completed(work):
                outcome, found = future.result()
                tally[outcome] = tally.get(outcome, 0) + 1
                findings += bool(found)
                for text in found:
                    print(f"{kind} {work[future]}: {text}", flush=True)
            print(f"{kind}: " + ", ".join(f"{number} {outcome}" for outcome, number in sorted(tally.items())), flush=True)
    sys.exit(1 if findings else 0)


main()
