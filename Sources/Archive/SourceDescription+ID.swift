import Latency

extension SourceDescription {
    package var id: SourceID { SourceID(name: name, metric: metric) }
}
