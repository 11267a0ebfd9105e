import Latency
import Questions

/// What an object of the JSON has of a row: columns, and objects in which several of them are.
enum JSONMember<Row> {
    case value(StaticString, Column<Row>)
    case labels([Name], Column<Row>)
    case objects(StaticString, keys: [StaticString], Column<Row>)
    /// `if` tells of a row whether it has the object; nil: all do.
    case object(StaticString, if: (@Sendable (Row) -> Bool)?, [JSONMember])

    /// - Parameter labels: those that the answer is divided by.
    static func tree(of columns: [Column<Row>], labels: [Name]) -> [JSONMember] {
        var own: [Column<Row>] = []
        for place in columns.indices where columns[place].key != nil { own.append(columns[place]) }
        return tree(of: own[...], labels: labels, depth: 0)
    }

    private static func tree(of columns: ArraySlice<Column<Row>>, labels: [Name], depth: Int) -> [JSONMember] {
        var (members, rest) = ([JSONMember](), columns)
        while let column = rest.first, let key = column.key {
            if column.path.count > depth {
                let name = column.path[depth]
                let inside = rest.prefix { $0.path.count > depth && $0.path[depth].isSame(as: name) }
                let hasObject = column.path.count == depth + 1 ? column.hasObject : nil
                members.append(.object(name, if: hasObject, tree(of: inside, labels: labels, depth: depth + 1)))
                rest = rest.dropFirst(inside.count)
                continue
            }
            switch column.shape {
            case .value: members.append(.value(key, column))
            case .labels: if !labels.isEmpty { members.append(.labels(labels, column)) }
            case .objects(let keys): members.append(.objects(key, keys: keys, column))
            }
            rest = rest.dropFirst()
        }
        return members
    }
}

extension StaticString {
    fileprivate func isSame(as other: StaticString) -> Bool { description == other.description }
}
