import Foundation
import TestSupport
import Testing

/// An answer that is kept in the folder Golden, in a folder for its ending. Where `METRICSCTL_RECORD` is set, what comes takes its place.
struct GoldenFile {
    let name: String
    /// Of the folder Golden, the part that it is in.
    var part: String?

    static let folder = Checkout.root.appending(path: "Tests/CommandTests/Golden")

    /// Within the folder.
    var path: String { "\(part.map { "\($0)/" } ?? "")\(name.split(separator: ".").last ?? "")/\(name)" }

    /// Compares byte for byte: equal strings of Swift may have different bytes.
    func expect(_ text: String, _ location: SourceLocation = #_sourceLocation) throws {
        let file = Self.folder.appending(path: path)
        if ProcessInfo.processInfo.environment["METRICSCTL_RECORD"] != nil { try Data(text.utf8).write(to: file) }
        let kept = try Data(contentsOf: file)
        guard kept != Data(text.utf8) else { return }
        Issue.record("\(name) differs, \(Self.difference(of: Data(text.utf8), from: kept))", sourceLocation: location)
    }

    /// The first line that differs.
    private static func difference(of text: Data, from kept: Data) -> String {
        let (new, old) = (lines(text), lines(kept))
        let place = zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
        let (before, after) = (
            place < old.count ? old[place] : "(its end)", place < new.count ? new[place] : "(its end)"
        )
        return "line \(place + 1)\nkept: \(before.debugDescription)\nnow:  \(after.debugDescription)"
    }

    /// By bytes: CR LF is one character, which is no line feed.
    private static func lines(_ text: Data) -> [String] {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
