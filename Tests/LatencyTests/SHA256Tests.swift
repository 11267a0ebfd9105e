import Support
import Testing

/// The examples of NIST for FIPS 180-4, and lengths around a block's.
@Suite struct SHA256Tests {
    @Test(
        "the standard's test vectors",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func vectors(text: String, digest: String) {
        var hash = SHA256()
        hash.add(text)
        #expect(hash.hexadecimal == digest)
    }

    @Test("a million letters, in pieces of any length")
    func million() {
        var hash = SHA256()
        for length in [1, 62, 63, 64, 65, 999_745] { hash.add(String(repeating: "a", count: length)) }
        #expect(hash.hexadecimal == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("what it told does not change what it tells later")
    func later() {
        var (hash, whole) = (SHA256(), SHA256())
        for piece in ["x", "", "yz", String(repeating: "q", count: 120)] {
            hash.add(piece)
            _ = hash.hexadecimal
            whole.add(piece)
        }
        #expect(hash.hexadecimal == whole.hexadecimal)
    }
}
