/// Random numbers that are the same for the same data, on every machine: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
package struct Resampler {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A whole number from 0 up to, not including, `count`.
    package mutating func index(below count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return Int(bits.multipliedFullWidth(by: UInt64(count)).high)
    }
}
