/// A record and the number that an archive has given it, from 1. No other of its kind ever has it, also after it is removed.
@dynamicMemberLookup
package struct Numbered<Record: Hashable & Sendable>: Hashable, Sendable {
    package let id: Int
    package let record: Record

    package init(id: Int, _ record: Record) { (self.id, self.record) = (id, record) }

    package subscript<Value>(dynamicMember path: KeyPath<Record, Value>) -> Value { record[keyPath: path] }
}
