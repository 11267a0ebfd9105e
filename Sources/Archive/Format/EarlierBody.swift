import Latency

/// Bodies as they were before their checksums covered their places, for the migration that has them do so.
package enum EarlierBody {
    /// Whether the checksum is that of the bytes before it.
    package static func isSound(_ body: [UInt8]) -> Bool {
        guard let version = body.first else { return false }
        return body.withUnsafeBytes { (try? ByteReader(checked: $0, version: version, mark: 0)) != nil }
    }

    /// A coverage of the first form in today's, with the checksum of its bytes alone; nil for what is no such form.
    ///
    /// - Parameter series: those that have a chunk of the day.
    package static func coverage(_ body: [UInt8], series: [Int]) -> [UInt8]? {
        guard isSound(body), body.count == coverageLength, body[0] == 1 else { return nil }
        // The old form ends where the series of the new one begin.
        var writer = ByteWriter([Coverage.version] + body[1..<body.count - ByteWriter.checksumLength])
        writer.checksum()
        guard var coverage = try? writer.bytes.withUnsafeBytes({ try Coverage($0) }) else { return nil }
        for series in series { coverage.insert(series: series) }
        return coverage.encoded
    }

    private static let coverageLength = 2 + UTCDay.windows / 8 + ByteWriter.checksumLength
}
