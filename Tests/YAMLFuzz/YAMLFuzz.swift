/// What libFuzzer calls with every file that it makes up; see `scripts/fuzz`. A crash is a finding, as is a tree that is deeper or
/// larger than it may be, and a place that the file does not have.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let read = YAMLFile(Array(UnsafeBufferPointer(start: bytes, count: count)), file: "f")
    for mistake in read.mistakes { check(mistake.position, count) }
    var values = 0
    if let root = read.root { walk(root, depth: 1, &values, count) }
    return 0
}

private func walk(_ node: YAMLNode, depth: Int, _ values: inout Int, _ bytes: Int) {
    values += 1
    // Each value of the file has a byte at least, and aliases stand for ten thousand.
    precondition(depth <= 40 && values <= 2 * bytes + 20_000, "a tree that is too large")
    check(node.position, bytes)
    switch node.content {
    case .scalar: break
    case .sequence(let nodes): for node in nodes { walk(node, depth: depth + 1, &values, bytes) }
    case .mapping(let pairs):
        for pair in pairs {
            check(pair.keyPosition, bytes)
            walk(pair.value, depth: depth + 1, &values, bytes)
        }
    }
}

private func check(_ position: YAMLPosition, _ bytes: Int) {
    precondition(1...bytes + 2 ~= position.line && 1...bytes + 2 ~= position.column, "no such place: \(position.text)")
}
