/// What a server asks of those who ask it, and the way to it. Made by `AccessFiles`.
///
/// None of it is ever part of a message: that is for file names alone, and `Secrets` is for what servers say.
package struct ServerAccess: Sendable {
    /// Sent with every request.
    var headers: [HTTPRequest.Field] = []
    /// For basic authentication.
    var login: (user: String, password: String)?
    /// A PEM file of the authorities to trust instead of the machine's own.
    var authorities: String?
    /// A PEM file of the client's certificate, and that of its key where it is another one.
    var certificate: String?
    var key: String?
    /// The Unix domain socket to connect to, whatever the URL says.
    var unixSocket: String?

    package init() {}
}
