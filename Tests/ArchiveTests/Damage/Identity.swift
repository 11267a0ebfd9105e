import Glibc

/// Runs `body` as somebody whom file modes bind: tests often run as root, for whom they don't.
///
/// Linux keeps the identity that files are accessed with per thread, so nothing else in the process is affected.
func withoutRootsPowers<Result>(_ body: () throws -> Result) throws -> Result {
    typealias SetID = @convention(c) (UInt32) -> Int32
    guard geteuid() == 0 else { return try body() }
    // Swift's Glibc module leaves out <sys/fsuid.h>.
    guard let symbol = dlsym(nil, "setfsuid") else { throw SystemError(call: "dlsym", code: 0) }
    let setFileSystemUser = unsafeBitCast(symbol, to: SetID.self)
    let nobody: UInt32 = 65534
    _ = setFileSystemUser(nobody)
    defer { _ = setFileSystemUser(0) }
    // It reports no errors, but tells the identity in force.
    guard setFileSystemUser(nobody) == Int32(nobody) else { throw SystemError(call: "setfsuid", code: EPERM) }
    return try body()
}
