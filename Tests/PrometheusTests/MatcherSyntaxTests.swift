import Testing

@testable import Prometheus

@Suite("Matchers of a selector")
struct MatcherSyntaxTests {
    @Test(
        "are read as servers read them",
        arguments: [
            #"job="vllm""#, #"job = "vllm" , region=~"eu-.*","#, "job='a'", #"path!~`a\d+`"#, #""service.name"="a""#,
            #"a!="","#,
            #"a="}""#, #"a="\"""#, #"a="b" or c="d""#, #"{a="b",}"#,
        ])
    func valid(_ text: String) { #expect(MatcherSyntax.isValid(text)) }

    @Test(
        "are refused where a server would refuse them",
        arguments: [
            "", "job=vllm", "job", #"{job="a""#, "{}", #"job="a" region="b""#, #"job=="a""#, #"job="a"#, #"="a""#,
            #"1a="b""#, #"a>"b""#,
            #"a="b",,c="d""#,
        ])
    func invalid(_ text: String) { #expect(!MatcherSyntax.isValid(text)) }
}
