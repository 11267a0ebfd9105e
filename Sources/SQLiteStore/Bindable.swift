import Archive
import Latency

/// What a statement's parameter can be.
protocol Bindable {
    func bind(to statement: Statement, at parameter: Int32) throws(ArchiveError)
}

extension Int: Bindable {
    func bind(to statement: Statement, at parameter: Int32) throws(ArchiveError) { try statement.bind(parameter, self) }
}

extension String: Bindable {
    func bind(to statement: Statement, at parameter: Int32) throws(ArchiveError) { try statement.bind(parameter, self) }
}

extension Name: Bindable {
    func bind(to statement: Statement, at parameter: Int32) throws(ArchiveError) { try statement.bind(parameter, text) }
}

extension [UInt8]: Bindable {
    func bind(to statement: Statement, at parameter: Int32) throws(ArchiveError) { try statement.bind(parameter, self) }
}

/// NULL for nil.
extension Optional: Bindable where Wrapped: Bindable {
    func bind(to statement: Statement, at parameter: Int32) throws(ArchiveError) {
        // What is not bound is NULL.
        try self?.bind(to: statement, at: parameter)
    }
}
