import Latency

/// Reads what `HotRow` writes, or damaged bytes, of which it accepts none whose checksum is wrong.
struct HotRowDecoder {
    /// The model of every series of the source; nil for those to be skipped.
    let models: [Int: String?]
    let layouts: [Int: BucketLayout]

    /// The models, in the order of their names as far as the writer kept it. Empty for an empty window.
    func decode(_ bytes: UnsafeRawBufferPointer) throws(BodyError) -> [ModelWindow] {
        var sum = HotSum(self)
        try sum.add(bytes)
        return sum.takeModels()
    }
}
