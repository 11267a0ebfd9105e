import HTTPClient

extension AccessFiles {
    /// What carries requests to a server and shows it what it asks for.
    package func transport(
        to server: ServerURL, userAgent: String, isInterrupted: @escaping () -> Bool = { false }
    ) throws(PrometheusError) -> CurlTransport {
        let access: ServerAccess
        do { access = try self.access(to: server) } catch { throw .access(error) }
        do {
            return try CurlTransport(userAgent: userAgent, access: access, isInterrupted: isInterrupted)
        } catch { throw .transport(error) }
    }
}
