import Latency

extension SourceDescription {
    /// Whether both are kept by the same ones of some labels, so that what one counts under a value is of the same requests as what
    /// the other does. Else one has all of them where the other has a part.
    func isKept(like other: SourceDescription, by labels: some Sequence<Name>) -> Bool {
        labels.allSatisfy { seriesLabels.contains($0) == other.seriesLabels.contains($0) }
    }
}
