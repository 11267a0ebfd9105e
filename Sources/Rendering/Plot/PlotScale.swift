/// The scale of a plot.
enum PlotScale {
    /// The lowest round number (1, 2, 3, 4, 5, 6, 8 times a power of ten) that is above a value; 1 for 0.
    static func top(above value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var power = 1.0
        while power * 10 <= value { power *= 10 }
        while power > value { power /= 10 }
        return [1.0, 2, 3, 4, 5, 6, 8, 10].map { $0 * power }.first { $0 > value } ?? power * 20
    }

    /// A part of the largest count as a block of one to eight eighths; what is more than nothing never looks like it.
    static func bar(_ count: Int, of most: Int) -> String {
        let eighths = Int((Double(count) / Double(most) * 8).rounded(.up))
        return String(blocks[min(8, max(1, eighths)) - 1])
    }

    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}
