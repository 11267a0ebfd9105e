/// What a label of a series must be, as in PromQL's selectors. A series that lacks the label has the empty value.
package struct CounterMatcher: Sendable {
    package enum Condition: Sendable {
        case equals(String)
        case differsFrom(String)
        case matches(LinearPattern)
        case differsFromAll(LinearPattern)
    }

    package let label: String
    package let condition: Condition

    package init(label: String, _ condition: Condition) { (self.label, self.condition) = (label, condition) }

    package func admits(_ value: String) -> Bool {
        switch condition {
        case .equals(let wanted): value == wanted
        case .differsFrom(let other): value != other
        case .matches(let pattern): pattern.matches(value)
        case .differsFromAll(let pattern): !pattern.matches(value)
        }
    }
}
