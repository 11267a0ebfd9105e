extension Array {
    var halves: ([Element], [Element]) { (Array(self[..<(count / 2)]), Array(self[(count / 2)...])) }

    func split(_ isFirst: (Element) -> Bool) -> ([Element], [Element]) {
        (filter(isFirst), filter { !isFirst($0) })
    }
}
