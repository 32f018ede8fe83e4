/// The documents that are read and written: the same bytes in every run.
enum Documents {
    /// An order of four lines, about 1 kB.
    static func order(_ n: Int) -> String {
        let payment =
            switch n % 3 {
            case 0: #"{"method":"card","token":"tok_\#(uuid(n).prefix(18))","holder":"Ann Onym"}"#
            case 1: #"{"method":"invoice","to":"ann.onym\#(n)@example.com","days":30}"#
            default: #"{"method":"voucher","code":"0123-4567-89AB-CD\#(10 + n % 89)"}"#
            }
        return """
            {"lines":[{"sku":"LAMP-1\(100 + n % 900)","quantity":\(1 + n % 9),"engraving":"For Zoë & André"},\
            {"sku":"SHADE-2\(100 + n % 900)","quantity":1},{"sku":"BULB-30\(10 + n % 90)","quantity":\(4 + n % 9)},\
            {"sku":"CABLE-40\(10 + n % 90)","quantity":2,"engraving":"No. \(n)"}],\
            "shipTo":{"name":"Ann Onym","street":"\(1 + n % 200) High Street","postcode":"10115","city":"Köln","country":"DE"},\
            "deliverOn":"2026-\(two(1 + n % 12))-\(two(1 + n % 28))","within":"PT4H","payment":\(payment),\
            "giftNote":"Happy birthday, and many more of them! We hope that it gives you light on long evenings.\\nSee \\"the card\\" \\u2013 Ann","createdAt":"2026-03-04T05:06:\(two(n % 60))Z",\
            "updatedAt":"2026-03-04T05:07:\(two(n % 60))Z","id":"\(uuid(n))","order-number":\(4_000_000 + n),"status":"shipped",\
            "total":"\(49 + n % 200).\(two(n % 100))","parcels":{"JD0002\(100_000 + n)":{"carrier":"parcel-post",\
            "label":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",\
            "eta":"2026-03-08T12:00:00Z"}}}
            """
    }

    /// A product with all that may be said of it, about 1 kB.
    static func product(_ n: Int) -> String {
        """
        {"name":"Desk lamp, model \(n)","summary":"Gives warm light where it is needed, and none where not. Arms of brushed steel \
        \\u2013 they stay where they are put, and the base is heavy enough that nothing tips over, not even with the arm all out. Größe \(36 + n % 12) passt immer. Takes bulbs of up to \(5 + n % 40) W.",\
        "price":"\(19 + n % 200).\(two(n % 100))","currency":"EUR","category":"desk-lamps","colours":["black","off-white"],\
        "tags":["lamp","desk","steel-\(n % 7)"],"attributes":{"base":"cast iron","bulb":"E27","cable":"1.8 m","class":"A","plug":"Type F"},\
        "size":{"width":\(120 + n % 50).5,"height":480,"depth":200.25},"grams":\(1500 + n % 900),"taxRate":0.19,\
        "releasedOn":"2025-\(two(1 + n % 12))-15","manual":"https://shop.example.com/manuals/lamp-\(n).pdf",\
        "createdAt":"2025-10-01T08:30:\(two(n % 60))Z","updatedAt":"2026-02-11T17:45:\(two(n % 60))Z","sku":"LAMP-\(1000 + n)",\
        "stock":\(n * 7 % 1000),"rating":\(1 + n % 4).\(n % 10),\
        "pictures":["https://img.example.com/p/\(n)/front.jpg","https://img.example.com/p/\(n)/side.jpg"],\
        "related":["LAMP-\(2000 + n)","SHADE-\(2100 + n)","BULB-\(3000 + n)"]}
        """
    }

    static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

    static func page(_ items: [String]) -> String {
        #"{"next":"eyJwYWdlIjoyfQ","total":\#(items.count * 9),"items":\#(list(items))}"#
    }

    private static func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }

    private static func uuid(_ n: Int) -> String {
        let digits = String(UInt64(truncatingIfNeeded: n) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
        let hex = String(repeating: "0", count: 16 - digits.count) + digits
        return "\(hex.prefix(8))-\(hex.dropFirst(8).prefix(4))-4\(hex.suffix(3))-8\(hex.prefix(3))-\(hex.suffix(12))"
    }
}
