/// The names of simulated models: the well-known first, so that a small fleet looks like a real one.
enum ModelNames {
    /// The names of the first `count` models that servers of `kind` offer, each once.
    static func first(_ count: Int, of kind: ServerKind, hardOnes: Bool) -> [String] {
        var names = wellKnown(kind)
        if hardOnes { names += hard.filter { !names.contains($0) } }
        while names.count < count {
            let number = String(names.count + 1)
            names.append("model-" + String(repeating: "0", count: max(0, 3 - number.count)) + number)
        }
        return Array(names.prefix(count))
    }

    private static func wellKnown(_ kind: ServerKind) -> [String] {
        switch kind {
        case .plain:
            [
                "gpt-4o", "gpt-4o-mini", "claude-sonnet-4", "gemini-2.5-flash", "llama-3.3-70b", "mistral-small",
                "qwen2.5-72b", "o3-deep-research",
            ]
        case .vllm:
            [
                "meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen2.5-7B-Instruct", "mistralai/Mistral-7B-Instruct-v0.3",
                "google/gemma-2-9b-it", "microsoft/phi-4", "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
                "meta-llama/Llama-3.3-70B-Instruct", "BAAI/bge-reranker-v2-m3",
            ]
        case .litellm:
            [
                "openai/gpt-4o", "openai/gpt-4o-mini", "anthropic/claude-sonnet-4", "gemini/gemini-2.5-flash",
                "groq/llama-3.3-70b", "mistral/mistral-small", "azure/gpt-4.1", "openai/o3-deep-research",
            ]
        }
    }

    /// Names that break careless code: slashes, other scripts, quoting, great length, emoji, terminal controls, commas.
    private static let hard = [
        "meta-llama/Llama-3.1-8B-Instruct",
        "qwen2.5:0.5b",
        "한국어 모델",
        "a \"quoted\" name, a back\\slash\nand a second line",
        "a-model-name-of-eighty-characters-" + String(repeating: "0123456789", count: 4) + "-tuned",
        "🚀 rocket-7b 👩‍🔬",
        "alarm\u{1B}[31mred\u{1B}[0m",
        "=1+1,a;b|c",
    ]
}
