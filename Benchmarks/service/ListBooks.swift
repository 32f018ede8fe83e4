import GatewayRuntime

extension BenchService: ListBooks.Handler {
    /// The first books of a shelf, of one genre.
    func listBooks(_ input: ListBooks.Input, _ context: RequestContext) async throws -> Shelf {
        let first = input.shelf &* 1000
        var books: [Book] = []
        books.reserveCapacity(input.limit)
        for index in 0..<input.limit {
            let id = first &+ Int64(index)
            books.append(
                Book(
                    id: id, title: "The book \(id)", genre: input.genre, price: 9.5 + Double(index),
                    inShop: index.isMultiple(of: 2), tags: ["used", "paper"]))
        }
        return Shelf(shelf: input.shelf, books: books)
    }
}
