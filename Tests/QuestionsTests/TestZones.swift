import Support

@testable import Questions

extension Zone {
    static let seoul = Zone { _ in 9 * 3600 }

    /// America/New_York in 2025: clocks went forward on 9 March at 07:00 UTC and back on 2 November at 06:00 UTC.
    static let newYork = Zone { time in
        time >= 1_741_503_600 && time < 1_762_063_200 ? -4 * 3600 : -5 * 3600
    }
}
