import Latency
import Support
import Testing

@testable import Rendering

/// What is known of servers, in three forms.
@Suite struct PresetTests {
    private func text(_ presets: [Preset], _ format: OutputFormat, width: Int = 80) -> String {
        Renderer(format: format, zone: .utc, terminal: Terminal(isTerminal: false, width: width, hasColor: false))
            .text(of: presets)
    }

    @Test("the list of all keeps to 80 columns and has no blanks at the ends of lines")
    func overview() throws {
        let lines = text(Preset.all, .table).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 80 && !$0.hasSuffix(" ") })
        #expect(lines[0] == "PRESET             E2E   TTFT  ITL   TPOT  QUEUE  PRE  DEC  REQ  ERR  IN   OUT")
        #expect(lines.contains("triton             mean                    mean             yes  yes"))
        #expect(lines.contains { $0.contains("ollama") })
    }

    @Test("one of them comes with its metrics, in lines that break where the terminal ends")
    func one() throws {
        let apisix = try #require(Preset.named("apisix-ai"))
        #expect(
            text([apisix], .table).hasPrefix(
                """
                apisix-ai: APISIX

                e2e: histogram in ms
                  apisix_llm_latency
                  model label request_llm_model; of type!="ttft" alone; failed requests are not
                  in it
                  It is several quantities in one, which a label tells apart.

                ttft: histogram in ms
                  apisix_llm_latency

                """))
        let vllm = text([try #require(Preset.named("vllm"))], .table)
        #expect(vllm.contains("  or vllm:time_per_output_token_seconds, older\n"))
        #expect(vllm.contains("  not http_request_duration_highr_seconds\n"))
        #expect(text([try #require(Preset.named("ollama"))], .table).contains("It has none of the measures.\n"))
    }

    @Test("JSON has every measure's facts, null where there are none")
    func json() throws {
        let triton = try #require(Preset.named("triton"))
        #expect(
            text([triton], .json).hasPrefix(
                #"{"status":"success","data":[{"preset":"triton","server":"Triton","measures":["#
                    + #"{"measure":"e2e","kind":"mean","unit":"us","metric":"nv_inference_request_duration_us","#
                    + #""count_metric":"nv_inference_request_success","model_label":"model","selector":null,"#
                    + #""class_label":null,"client_classes":null,"errors_in_latency":"unknown","alternatives":[],"#
                    + #""further":["nv_inference_request_summary_us"],"traps":[]}"#))
    }

    @Test("CSV has a row for each measure of each server, as wide as the header")
    func csv() throws {
        let rows = text([try #require(Preset.named("dynamo"))], .csv).split(separator: "\r\n")
        #expect(rows.count == 8)
        #expect(rows.allSatisfy { $0.count { $0 == "," } == 14 })
        #expect(
            rows[6].hasPrefix(
                "dynamo,NVIDIA Dynamo,input_tokens,histogram,tokens,dynamo_frontend_input_sequence_tokens"))
    }
}
