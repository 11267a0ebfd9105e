import Latency
import Prometheus

extension Labels {
    /// These and others, whose values are taken where both have a label.
    func merging(_ others: Labels) -> Labels { others.reduce(into: self) { $0[$1.key] = $1.value } }
}
