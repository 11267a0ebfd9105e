/// The title of a column of models, a link that sorts by it.
struct SortTitle {
    let view: PageView

    func markup(_ text: String, _ column: StatusOrder.Column) -> Markup {
        let order = view.order
        let direction = order.column != column ? "none" : order.isDescending ? "descending" : "ascending"
        let isNumber = column != .name && column != .state
        return """
            <th scope="col" role="columnheader" aria-sort="\(direction)"\(isNumber ? " class=\"number\"" : "" as Markup)>\
            <a id="sort-\(column.rawValue)" class="swap" href="\(view.statusLink(order: order.clicked(column)))" \
            title="\(view.language.wording.sortBy(text))">\(text)</a></th>
            """
    }
}
