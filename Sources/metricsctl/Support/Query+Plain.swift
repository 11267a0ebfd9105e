import Latency
import Questions

extension Query where Asked == P95Question {
    /// The question of a plain command line: `p95` with no more than `--json`, `--db FILE` and `--model NAME`, each once.
    ///
    /// Scripts and panels ask it again and again, and ArgumentParser takes twice as long to read it as the answer does:
    /// each type of option that it looks at costs a search through all conformances of the program. Nil for all else,
    /// right or wrong: that is ArgumentParser's.
    init?(plain arguments: [String]) {
        guard arguments.first == Asked.name else { return nil }
        var values: [String: String] = [:]
        var rest = arguments.dropFirst()
        while let option = rest.popFirst() {
            guard values[option] == nil else { return nil }
            switch option {
            case "--json": values[option] = ""
            case "--db", "--model":
                guard let value = rest.popFirst(), !value.isEmpty, !value.hasPrefix("-") else { return nil }
                values[option] = value
            default: return nil
            }
        }
        var parameters = QueryParameters()
        parameters.model = values["--model"].map { Name($0) }
        self.init(
            parameters: parameters, db: values["--db"], config: nil, format: values["--json"].map { _ in .json })
    }
}
