/// Spans of time as people write them: `90m`, `24h`, `30d` or `2w`.
package enum TimeSpan {
    private static let secondsByUnit: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    private static let longest = 10 * 366 * 86_400

    /// nil for anything but a whole number and a unit, for nothing at all, and for more than ten years.
    package static func seconds(_ text: String) -> Int? {
        guard let unit = text.last.flatMap({ secondsByUnit[$0] }), let count = Int(text.dropLast()), count > 0,
            count <= longest / unit
        else { return nil }
        return count * unit
    }
}
