/// The stretches of time that a model's page offers.
enum PageRange: Int, CaseIterable, Sendable {
    case hour = 1
    case sixHours = 6
    case day = 24
    case week = 168
    case month = 720
    case quarter = 2160
    case year = 8760

    var hours: Int { rawValue }
}
