/// Amounts of data in units that people read.
enum ByteFormat {
    private static let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]

    /// Powers of 1000, three significant digits at most: `512 B`, `45.2 kB`, `1.2 MB`, `310 GB`.
    static func value(_ bytes: Int) -> String {
        var (amount, unit) = (Double(bytes), 0)
        // What would be written as 1000 kB is written as 1.0 MB.
        while amount >= 999.5, unit < units.count - 1 { (amount, unit) = (amount / 1000, unit + 1) }
        return "\(DecimalText.fixed(amount, decimals: unit == 0 || amount >= 99.95 ? 0 : 1)) \(units[unit])"
    }
}
