/// Where a server listens.
package enum ListeningAddress: Hashable, Sendable {
    /// A port of 0 lets the system choose a free one.
    case network(host: String, port: Int)
    /// A socket file, made here and removed at the end.
    case unixSocket(path: String)
    /// A socket that is listened on already, handed over by systemd or whoever started this process.
    case inherited(descriptor: Int32)
}
