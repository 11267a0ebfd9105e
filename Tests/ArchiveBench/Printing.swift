func percent(_ share: Double) -> String { twoDecimals(share * 100) + " %" }

func twoDecimals(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

func row(_ name: String, _ value: String, _ limit: String, _ more: String = "") {
    func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
    print(name + padded(value, 54 - name.count) + padded(limit, 10) + (more.isEmpty ? "" : "   " + more))
}
