import Latency

/// Reads what `HotRow` writes, or damaged bytes, of which it accepts none whose checksum is wrong.
struct HotRowDecoder {
    /// The model of every series of the source; nil for those to be skipped.
    let models: [Int: Name?]
    let layouts: [Int: BucketLayout]

    /// The models, in the order of their names as far as the writer kept it. Empty for an empty window.
    /// `mark` is that of the row's place.
    func decode(_ bytes: UnsafeRawBufferPointer, mark: UInt32 = 0) throws(BodyError) -> [ModelWindow] {
        var sum = HotRowMerger(self)
        try sum.add(bytes, mark: mark)
        return sum.takeModels()
    }
}
