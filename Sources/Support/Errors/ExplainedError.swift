/// An error that tells a person what failed and, where they can do something about it, what.
///
/// Messages are one line, lower case, without a full stop, and name the subject: the URL, the path, the model.
package protocol ExplainedError: Error, Sendable {
    var message: String { get }
    var hint: Hint? { get }
}
