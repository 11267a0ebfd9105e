import Support

/// Who runs the program, where, and with which variables.
struct Environment: Sendable {
    /// nil where it is not set, or empty.
    let variable: @Sendable (_ name: String) -> String?
    let hostName: @Sendable () -> String
    /// Whose rights the process has.
    let userName: @Sendable () -> String
    /// The working folder; nil where it is gone.
    let folder: @Sendable () -> String?
    /// The program's own path; nil where nobody tells.
    let program: @Sendable () -> String?
    let processID: Int32

    /// A path from the root, whether there is such a file or not. The name of a database stays as it is.
    func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), !DatabaseName.isOne(path), let folder = folder() else { return path }
        return folder + "/" + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
    }
}
