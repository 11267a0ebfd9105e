import Latency
import TestSupport
import Testing

@testable import Prometheus

@Suite("Answers of the Prometheus API")
struct ResponseDecoderTests {
    private func decode(_ text: String) throws -> QueryAnswer { try ResponseDecoder.decode(Array(text.utf8)) }

    /// A matrix of one series with one sample of this value, as JSON text.
    private func matrix(value: String, time: String = "1435781430") -> String {
        #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[\#(time),\#(value)]]}]}}"#
    }

    private func sample(value: String, time: String = "1435781430") throws -> Sample {
        try #require(decode(matrix(value: value, time: time)).series.first?.samples.first)
    }

    @Test("a matrix has its series, labels and samples in the server's order")
    func matrix() throws {
        let answer = try decode(
            """
            {"status":"success","data":{"resultType":"matrix","result":[
              {"metric":{"__name__":"up","job":"prometheus","instance":"localhost:9090"},
               "values":[[1435781430.781,"1"],[1435781445.781,"1"],[1435781460.781,"0.5"]]},
              {"metric":{"le":"+Inf"},"values":[[1435781430,"21"]]},
              {"metric":{},"values":[]}]}}
            """)
        #expect(answer.resultType == .matrix)
        #expect(
            answer.series == [
                Series(
                    labels: ["__name__": "up", "job": "prometheus", "instance": "localhost:9090"],
                    samples: [
                        Sample(time: 1435781430.781, value: 1), Sample(time: 1435781445.781, value: 1),
                        Sample(time: 1435781460.781, value: 0.5),
                    ]),
                Series(labels: ["le": "+Inf"], samples: [Sample(time: 1_435_781_430, value: 21)]),
                Series(labels: [:], samples: []),
            ])
        #expect(answer.warnings == [])
        #expect(answer.infos == [])
        #expect(!answer.isPartial)
    }

    @Test("a vector's series have one sample each")
    func vector() throws {
        let answer = try decode(
            #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"b"},"value":[1.5,"2"]}]}}"#)
        #expect(answer.resultType == .vector)
        #expect(answer.series == [Series(labels: ["a": "b"], samples: [Sample(time: 1.5, value: 2)])])
    }

    @Test("a scalar is one series without labels")
    func scalar() throws {
        let answer = try decode(
            #"{"status":"success","data":{"resultType":"scalar","result":[1435781451.781,"+Inf"]}}"#)
        #expect(answer.resultType == .scalar)
        #expect(answer.series == [Series(labels: [:], samples: [Sample(time: 1435781451.781, value: .infinity)])])
    }

    @Test("no result at all is an empty answer", arguments: ["[]", "null", "[ ]"])
    func empty(result: String) throws {
        let answer = try decode(#"{"status":"success","data":{"resultType":"vector","result":\#(result)}}"#)
        #expect(answer.series == [])
    }

    @Test("native histograms have the counts of their buckets, beside numbers or instead of them")
    func nativeHistograms() throws {
        let histogram = #"[1.5,{"count":"42","sum":"3.5","buckets":[[0,"0.25","0.5","30"],[1,"0.5","+Inf","12"]]}]"#
        let decoded = HistogramSample(
            time: 1.5,
            histogram: NativeHistogram(
                count: 42, sum: 3.5,
                buckets: [
                    .init(lower: 0.25, upper: 0.5, count: 30), .init(lower: 0.5, upper: .infinity, count: 12),
                ]))
        let vector = try decode(
            #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":\#(histogram)}]}}"#)
        #expect(vector.series == [Series(labels: [:], samples: [], histograms: [decoded])])
        let matrix = try decode(
            """
            {"status":"success","data":{"resultType":"matrix","result":[
              {"metric":{},"values":[[1,"2"]],"histograms":[\(histogram),\(histogram)]}]}}
            """)
        #expect(
            matrix.series == [
                Series(labels: [:], samples: [Sample(time: 1, value: 2)], histograms: [decoded, decoded])
            ])
    }

    @Test(
        "native histograms without observations have no buckets",
        arguments: ["", #","buckets":null"#, #","buckets":[]"#])
    func emptyHistogram(buckets: String) throws {
        let answer = try decode(
            """
            {"status":"success","data":{"resultType":"vector","result":[
              {"metric":{},"histogram":[1,{"count":"0","sum":"0"\(buckets)}]}]}}
            """)
        #expect(answer.series[0].histograms[0].histogram == NativeHistogram(count: 0, sum: 0, buckets: []))
    }

    @Test(
        "native histograms that make no sense are refused",
        arguments: [
            #"{"sum":"1"}"#, #"{"count":"1"}"#, #"{"count":1,"sum":"1"}"#, #"{"count":"1","count":"1","sum":"1"}"#,
            #"{"count":"1","sum":"1","buckets":[[0,"1","2"]]}"#,
            #"{"count":"1","sum":"1","buckets":[[4,"1","2","1"]]}"#,
            #"{"count":"1","sum":"1","buckets":[[0,"2","1","1"]]}"#,
            #"{"count":"1","sum":"1","buckets":[[0,"NaN","1","1"]]}"#,
            #"{"count":"1","sum":"1","buckets":[[0,"1","2","1","1"]]}"#, #"{"count":"1","sum":"1","buckets":{}}"#,
        ])
    func senselessHistograms(histogram: String) {
        #expect(throws: ResponseError.self) {
            try decode(
                """
                {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,\(histogram)]}]}}
                """)
        }
    }

    @Test("keys come in any order, with white space anywhere and unknown ones between")
    func order() throws {
        let answer = try decode(
            " \r\n\t{ \"later\" : [ { \"a\" : [ ] } , -1.5e+3 , true , false , null , \"\\u0041\" ] ,\n"
                + "\"data\" : { \"stats\" : { } , \"result\" : [ { \"values\" : [ [ 1 , \"2\" ] , [ 3 , \"4\" ] ] ,"
                + " \"x\" : 0 , \"metric\" : { \"m\" : \"n\" } } ] , \"resultType\" : \"matrix\" } ,"
                + "\"isPartial\" : true , \"infos\" : [ \"i\" ] , \"warnings\" : [ \"w\" , \"v\\u001b[2J\\n!\" ] ,"
                + " \"status\" : \"success\" } \n")
        #expect(
            answer
                == QueryAnswer(
                    resultType: .matrix,
                    series: [
                        Series(labels: ["m": "n"], samples: [Sample(time: 1, value: 2), Sample(time: 3, value: 4)])
                    ],
                    warnings: ["w", "v\u{1B}[2J\n!"], infos: ["i"], isPartial: true))
    }

    @Test("null stands for lists that are not there")
    func nulls() throws {
        let answer = try decode(
            #"{"status":"success","data":{"resultType":"vector","result":[]},"warnings":null,"infos":null,"error":null}"#
        )
        #expect(answer.warnings == [])
    }

    @Test("special values", arguments: [("+Inf", Double.infinity), ("-Inf", -.infinity), ("\\u002BInf", .infinity)])
    func special(text: String, value: Double) throws {
        #expect(try sample(value: "\"\(text)\"").value == value)
    }

    @Test("NaN is a value")
    func nan() throws {
        #expect(try sample(value: "\"NaN\"").value.isNaN)
    }

    @Test(
        "label values keep every character",
        arguments: [
            (#"meta-llama/Llama-3.1-8B-Instruct"#, "meta-llama/Llama-3.1-8B-Instruct"),
            (#"한국어 모델"#, "한국어 모델"),
            (#"a\"b\\c\/d"#, #"a"b\c/d"#),
            (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t"),
            (#"\u0000\u00e9\uD55C"#, "\0é한"),
            (#"\ud83d\ude00 and 😀"#, "😀 and 😀"),
            (#"한\n국"#, "한\n국"),
            (#"\u003Ca\u003E"#, "<a>"),
            ("", ""),
        ])
    func labels(json: String, value: String) throws {
        let answer = try decode(
            #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"model":"\#(json)"},"value":[1,"2"]}]}}"#
        )
        #expect(answer.series.first?.labels["model"] == Name(value))
    }

    @Test(
        "numbers are read to the last bit",
        arguments: [
            // Bits of Python's float().
            ("18446744073709551617", 0x43F0_0000_0000_0000),
            ("1e-22", 0x3B5E_3920_1017_5EE6),
            ("1e-23", 0x3B28_2DB3_4012_B251),
            ("3e-24", 0x3B0D_03A3_E67C_D5FB),
            ("7e23", 0x44E2_8762_6EE5_2198),
            ("9007199254740993e-5", 0x4234_F8B5_88E3_68F1),
            ("0", 0x0000_0000_0000_0000),
            ("1", 0x3FF0_0000_0000_0000),
            ("-12", 0xC028_0000_0000_0000),
            ("9007199254740991", 0x433F_FFFF_FFFF_FFFF),
            ("9007199254740993", 0x4340_0000_0000_0000),
            ("9007199254740995", 0x4340_0000_0000_0002),
            ("0.1", 0x3FB9_9999_9999_999A),
            ("0.30000000000000004", 0x3FD3_3333_3333_3334),
            ("1e23", 0x44B5_2D02_C7E1_4AF6),
            ("1e22", 0x4480_F0CF_064D_D592),
            ("8.5e-322", 0x0000_0000_0000_00AC),
            ("5e-324", 0x0000_0000_0000_0001),
            ("1e-400", 0x0000_0000_0000_0000),
            ("2.2250738585072011e-308", 0x000F_FFFF_FFFF_FFFF),
            ("1.7976931348623157e+308", 0x7FEF_FFFF_FFFF_FFFF),
            ("1e-07", 0x3E7A_D7F2_9ABC_AF48),
            ("1e+21", 0x444B_1AE4_D6E2_EF50),
            ("1E5", 0x40F8_6A00_0000_0000),
            ("123456789012345678901234567890", 0x45F8_EE90_FF6C_373E),
            ("1435781430.781", 0x41D5_6512_4DB1_FBE7),
            ("0.000000000000000000000000000001", 0x39B4_484B_FEEB_C2A0),
            ("100000000000000000000", 0x4415_AF1D_78B5_8C40),
            ("1e\\u002B21", 0x444B_1AE4_D6E2_EF50),
        ] as [(String, UInt64)])
    func numbers(text: String, bits: UInt64) throws {
        #expect(try sample(value: "\"\(text)\"").value.bitPattern == bits)
    }

    @Test("minus zero keeps its sign")
    func minusZero() throws {
        #expect(try sample(value: "\"-0\"").value.sign == .minus)
    }

    @Test("doubles that are written out come back", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let value = Double(bitPattern: generator.next())
        guard value.isFinite else { return }
        #expect(try sample(value: "\"\(value)\"").value == value)
        let time = Double.random(in: -1e11...1e11, using: &generator)
        #expect(try sample(value: "\"1\"", time: "\(time)").time == time)
    }

    @Test("a time that no clock shows is refused, whoever would calculate with it", arguments: ["1e300", "-2e11"])
    func impossibleTime(time: String) throws {
        let error = #expect(throws: ResponseError.self) { try sample(value: "\"1\"", time: time) }
        guard case .malformed("a time out of range", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("the values of a label are strings")
    func strings() throws {
        let body = #"{"status":"success","data":["up","vllm:e2e_request_latency_seconds_bucket","한"]}"#
        #expect(
            try ResponseDecoder.decodeStrings(Array(body.utf8)) == [
                "up", "vllm:e2e_request_latency_seconds_bucket", "한",
            ])
    }

    @Test("an error of the API is recognised, and fit for printing in a summary")
    func apiError() throws {
        let body = Array(
            #"{"status":"error","errorType":"bad_data","error":"parse\u001b[31m\nerror","data":{"x":[1]},"z":1}"#.utf8)
        let error = try #require(ResponseDecoder.decodeError(body))
        #expect(error.errorType == "bad_data")
        #expect(error.message == "parse\u{1B}[31m\nerror")
        let thrown = #expect(throws: ResponseError.self) {
            try ResponseDecoder.decodeStrings(
                Array(#"{"status":"error","errorType":"bad_data","error":"parse\u001b[31m\nerror"}"#.utf8))
        }
        #expect(thrown?.summary() == "bad_data: parse [31m error")
    }

    @Test("what is no error of the API is none", arguments: ["", "<html>", #"{"status":"success","data":[]}"#, "{}"])
    func noApiError(text: String) {
        #expect(ResponseDecoder.decodeError(Array(text.utf8)) == nil)
    }
}
