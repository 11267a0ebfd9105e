import Latency
import Support
import YAML

/// A value that was read, and where it stands.
package struct Located: Sendable {
    package let value: Value
    package let position: YAMLPosition
    /// As the file has it; empty for what is no scalar.
    package let text: String
}

package indirect enum Value: Sendable {
    case text(String)
    case milliseconds(Double)
    case number(Int)
    case share(Share)
    case flag(Bool)
    /// Seconds since 1970 UTC.
    case time(Int)
    case timeOfDay(TimeOfDay)
    case off
    case section(Record)
    case list([Located])
    case map([(key: Located, value: Located)])
}

/// The keys of a section that a file has, each of the type that the schema says: who asks for another gets nothing.
package struct Record: Sendable {
    package let section: Section
    package let position: YAMLPosition
    /// In the order of the file.
    package let entries: [(key: String, value: Located)]

    package subscript(_ key: String) -> Located? { entries.first { $0.key == key }?.value }

    func text(_ key: String) -> String? { self[key]?.string }
    func name(_ key: String) -> Name? { text(key).map { Name($0) } }

    func milliseconds(_ key: String) -> Double? {
        if case .milliseconds(let value) = self[key]?.value { value } else { nil }
    }

    /// Rounded up.
    func seconds(_ key: String) -> Int? { milliseconds(key).map { Int(($0 / 1e3).rounded(.up)) } }

    func number(_ key: String) -> Int? { if case .number(let value) = self[key]?.value { value } else { nil } }
    func flag(_ key: String) -> Bool? { if case .flag(let value) = self[key]?.value { value } else { nil } }
    func time(_ key: String) -> Int? { if case .time(let value) = self[key]?.value { value } else { nil } }
    func timeOfDay(_ key: String) -> TimeOfDay? {
        if case .timeOfDay(let value) = self[key]?.value { value } else { nil }
    }
    func share(_ key: String) -> Share? { if case .share(let value) = self[key]?.value { value } else { nil } }
    func pattern(_ key: String) -> ShellPattern? { text(key).map { ShellPattern($0) } }
    func record(_ key: String) -> Record? { self[key]?.record }

    func list(_ key: String) -> [Located] { if case .list(let values) = self[key]?.value { values } else { [] } }

    func map(_ key: String) -> [(key: Located, value: Located)] {
        if case .map(let values) = self[key]?.value { values } else { [] }
    }
}

extension Located {
    var string: String? { if case .text(let text) = value { text } else { nil } }
    var record: Record? { if case .section(let record) = value { record } else { nil } }
}
