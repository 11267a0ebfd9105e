#!/usr/bin/env python3
"""Reads every window of an archive, written from Sources/Documentation/Formats.md alone and from nothing of the program.

usage: read.py ARCHIVE

Prints one line of JSON per source, window and series, by time within each kind of row: [metric, kind, {label: value}, model,
end of the window in seconds since 1970 UTC, quality, sum in microseconds or null, [[upper bounds, counts], ...]].
"""
import json
import sqlite3
import struct
import sys
import zlib

QUALITIES = ["exact", "spanned", "reset", "partial"]


class Bytes:
    def __init__(self, data):
        self.data, self.place = data, 0

    def byte(self):
        self.place += 1
        return self.data[self.place - 1]

    def number(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def numbers(self):
        return [self.number() for _ in range(self.number())]

    def left(self):
        return len(self.data) - self.place


class Bits:
    def __init__(self, data):
        self.text, self.place = "".join(f"{byte:08b}" for byte in data), 0

    def bits(self, count):
        self.place += count
        return int(self.text[self.place - count:self.place] or "0", 2)

    def whole(self):
        return self.bits(self.bits(7))

    def rice(self, k):
        zeros = 0
        while zeros < 20 and self.bits(1) == 0:
            zeros += 1
        return self.whole() if zeros == 20 else zeros << k | self.bits(k)


class Mean:
    def __init__(self, first):
        self.scaled = min(first, 1 << 50) << 4

    def next(self, bits):
        value = bits.rice(max((self.scaled >> 4).bit_length() - 1, 0))
        self.scaled += min(value, 1 << 50) - (self.scaled >> 4)
        return value


def checked(body, table, key, versions):
    place = zlib.crc32(struct.pack("<Bq", table, key))
    assert zlib.crc32(body[:-4]) ^ place == struct.unpack("<I", body[-4:])[0] and body[0] in versions
    return Bytes(body[1:-4])


def unzigzag(value):
    return value >> 1 ^ -(value & 1)


def wrapped(value):
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def unfold(value, prediction):
    if value > 2 * prediction:
        return value
    return prediction + (value + 1 >> 1) * (-1 if value & 1 else 1)


def share(total, part, whole):
    return 0 if whole == 0 else abs(total) * part // whole * (-1 if total < 0 else 1)


def near_root(count):
    return 1 << count.bit_length() // 2


def hot_row(key, body, bounds):
    reader = checked(body, 1, key, [1])
    while reader.left():
        series, length = reader.number(), reader.number()
        rest = Bytes(reader.data[reader.place:reader.place + length])
        reader.place += length
        flags = rest.byte()
        total = unzigzag(rest.number()) if flags & 4 else None
        parts = []
        while rest.left():
            layout, counts = bounds[rest.number()], rest.numbers()
            parts.append([layout, counts + [0] * (len(layout) + 1 - len(counts))])
        yield series, QUALITIES[flags & 3], total, parts


def chunk(key, body, bounds):
    """The windows of one model's day that have data, each with its place in the day."""
    reader = checked(body, 2, key, [1, 2])
    kind, layouts = reader.byte(), [bounds[number] for number in reader.numbers()]
    slots = 24 if kind else 288
    states = []
    while len(states) < slots:
        length, flags = reader.number(), reader.byte()
        states += [(flags, reader.numbers()) if flags else None] * length
    totals = None
    if body[0] == 2:
        totals = [[reader.number() for _ in range(len(layout) + 1)] for layout in layouts]
        total = unzigzag(reader.number()) if reader.byte() else None
    bits, width = Bits(reader.data[reader.place:]), slots // 24
    hours = [[state for state in states[h * width:h * width + width] if state] for h in range(24)]
    counts, sums = read_hours(bits, layouts, hours)
    if totals is not None:
        assert totals == [[sum(hour[b] for hour in layout) for b in range(len(layout[0]))] for layout in counts]
        known = all(state[0] & 4 for state in states if state)
        assert total == (wrapped(sum(sums)) if known and any(states) else None)
    if kind:
        return  # Of a day whose windows are no longer kept.
    windows, window_sums = read_windows(bits, layouts, states, counts, sums)
    for slot, state in enumerate(states):
        if state:
            yield slot, QUALITIES[state[0] & 3], window_sums[slot] if state[0] & 4 else None, [
                [layouts[place], windows[place][slot]] for place in state[1]]


def read_hours(bits, layouts, hours):
    counts = [[[0] * (len(layout) + 1) for _ in range(24)] for layout in layouts]
    for place, of_layout in enumerate(counts):
        means = averages = None
        for hour in range(24):
            if not any(place in state[1] for state in hours[hour]) or not bits.bits(1):
                continue
            if means is None:
                averages = of_layout[hour] = [bits.whole() for _ in of_layout[hour]]
                means = [Mean(near_root(count)) for count in averages]
            else:
                of_layout[hour] = [unfold(mean.next(bits), a) for mean, a in zip(means, averages)]
                averages = [a + share(c - a, 1, 2) for a, c in zip(averages, of_layout[hour])]
    sums, mean, before = [0] * 24, None, None
    for hour in range(24):
        if any(state[0] & 4 for state in hours[hour]):
            requests = sum(sum(of_layout[hour]) for of_layout in counts)
            if before is None:
                sums[hour] = unzigzag(bits.whole())
                mean = Mean((sums[hour] << 1 ^ sums[hour] >> 63) >> 3)
            else:
                sums[hour] = wrapped(share(before[0], requests, before[1]) + unzigzag(mean.next(bits)))
            if requests:
                before = sums[hour], requests
    return counts, sums


def read_windows(bits, layouts, states, hour_counts, hour_sums):
    busy = [False] * 288
    for slot in range(288):
        if states[slot] and sum(sum(of_layout[slot // 12]) for of_layout in hour_counts):
            busy[slot] = bits.bits(1) == 1
    windows = [[[0] * (len(layout) + 1) for _ in range(288)] for layout in layouts]
    for place, of_layout in enumerate(windows):
        means = {}
        for hour in range(24):
            rest = list(hour_counts[place][hour])
            if not any(rest):
                continue
            slots = [s for s in range(hour * 12, hour * 12 + 12) if busy[s] and place in states[s][1]]
            for left, slot in zip(range(len(slots), 1, -1), slots):
                for bucket in [b for b in range(len(rest)) if rest[b]]:
                    prediction = (2 * rest[bucket] + left) // (2 * left)
                    mean = means.setdefault(bucket, Mean(near_root(prediction)))
                    of_layout[slot][bucket] = unfold(mean.next(bits), prediction)
                    rest[bucket] -= of_layout[slot][bucket]
            of_layout[slots[-1]] = rest
    sums, mean = [0] * 288, None
    for hour in range(24):
        rest = hour_sums[hour]
        slots = [s for s in range(hour * 12, hour * 12 + 12) if states[s] and states[s][0] & 4]
        for slot in [s for s in slots if not busy[s]]:
            if bits.bits(1):
                sums[slot] = unzigzag(bits.whole())
                rest -= sums[slot]
        slots = [s for s in slots if busy[s]]
        requests = sum(sum(of_layout[hour]) for of_layout in hour_counts)
        for slot in slots[:-1]:
            own = sum(sum(of_layout[slot]) for of_layout in windows)
            first = bits.whole() if mean is None else mean.next(bits)
            mean = mean or Mean(first)
            sums[slot] = wrapped(share(rest, own, requests) + unzigzag(first))
            rest, requests = rest - sums[slot], requests - own
        if slots:
            sums[slots[-1]] = rest
    return windows, sums


def texts(data):
    reader, found = Bytes(data), []
    while reader.left():
        length = reader.number()
        found.append(reader.data[reader.place:reader.place + length].decode())
        reader.place += length
    return found


def show(series, end, quality, total, parts):
    print(json.dumps([*series, end, quality, total, parts], ensure_ascii=False))


def main():
    file = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    bounds = {n: list(struct.unpack(f"<{len(b) // 8}d", b)) for n, b in file.execute("SELECT id, bounds FROM layout")}
    sources = {n: (metric, kind, texts(labels) + (["class"] if label else [])) for n, metric, kind, labels, label in
               file.execute("SELECT id, metric, kind, labels, class_label FROM source")}
    models = {n: (*sources[s][:2], dict(zip(sources[s][2], texts(labels))), model) for n, s, model, labels in
              file.execute("SELECT id, source_id, model, labels FROM series")}
    for key, body in file.execute("SELECT key, body FROM hot ORDER BY key"):
        for series, quality, total, parts in hot_row(key, body, bounds):
            show(models[series], (key & (1 << 40) - 1) * 300, quality, total, parts)
    for key, body in file.execute("SELECT key, body FROM chunk ORDER BY key"):
        for slot, quality, total, parts in chunk(key, body, bounds):
            end = ((key >> 20) * 288 + slot + 1) * 300
            show(models[key & (1 << 20) - 1], end, quality, total, parts)


main()
