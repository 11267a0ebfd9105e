/// What libFuzzer calls with every body that it makes up; see `scripts/fuzz`. A crash is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func decodeOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let body = Array(UnsafeBufferPointer(start: bytes, count: count))
    if let answer = try? ResponseDecoder.decode(body),
        let disagreement = ReferenceDecoder.disagreement(with: answer, on: body)
    {
        fatalError("accepted, but Foundation reads it otherwise: \(disagreement)")
    }
    _ = ResponseDecoder.decodeError(body)
    _ = try? ResponseDecoder.decodeStrings(body)
    return 0
}
