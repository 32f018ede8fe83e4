import Foundation

/// The shop's types as a person writes them for Foundation's Codable: no rules are checked, and days and spans of time stay text,
/// which is in Foundation's favour.
enum Plain {
    struct Dimensions: Codable {
        var width: Double
        var height: Double
        var depth: Double
    }

    enum Colour: String, Codable {
        case black, white, red, green, blue
        case offWhite = "off-white"
    }

    enum Currency: String, Codable {
        case eur = "EUR"
        case gbp = "GBP"
        case usd = "USD"
    }

    /// A decimal number that is a string in JSON, so that nobody rounds it.
    struct Money: Codable {
        var value: Decimal

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let value = Decimal(string: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no decimal number")
            }
            self.value = value
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(value.description)
        }
    }

    struct Product: Codable {
        var name: String
        var summary: String
        var price: Money
        var currency: Currency
        var category: String
        var colours: [Colour]
        var tags: [String]
        var attributes: [String: String]
        var size: Dimensions?
        var grams: UInt32?
        var taxRate: Float
        var releasedOn: String?
        var manual: URL?
        var createdAt: Date
        var updatedAt: Date
        var sku: String
        var stock: UInt32
        var rating: Double?
        var pictures: [URL]
        var related: [String]
    }

    struct ProductPage: Codable {
        var next: String?
        var total: Int64
        var items: [Product]
    }

    struct Line: Codable {
        var sku: String
        var quantity: Int32
        var engraving: String?
    }

    struct Address: Codable {
        var name: String
        var street: String
        var postcode: String
        var city: String
        var country: String
    }

    struct Card: Codable {
        var token: String
        var holder: String
    }

    struct Invoice: Codable {
        var to: String
        var days: Int
    }

    struct Voucher: Codable {
        var code: String
    }

    enum Payment: Codable {
        case card(Card)
        case invoice(Invoice)
        case voucher(Voucher)

        enum CodingKeys: String, CodingKey { case method }
        enum Method: String, Codable { case card, invoice, voucher }

        init(from decoder: any Decoder) throws {
            switch try decoder.container(keyedBy: CodingKeys.self).decode(Method.self, forKey: .method) {
            case .card: self = .card(try Card(from: decoder))
            case .invoice: self = .invoice(try Invoice(from: decoder))
            case .voucher: self = .voucher(try Voucher(from: decoder))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            switch self {
            case .card(let card):
                try container.encode(Method.card, forKey: .method)
                try card.encode(to: encoder)
            case .invoice(let invoice):
                try container.encode(Method.invoice, forKey: .method)
                try invoice.encode(to: encoder)
            case .voucher(let voucher):
                try container.encode(Method.voucher, forKey: .method)
                try voucher.encode(to: encoder)
            }
        }
    }

    enum OrderStatus: String, Codable { case open, paid, shipped, delivered, cancelled }

    struct Parcel: Codable {
        var carrier: String
        var label: Data?
        var eta: Date?
    }

    struct Order: Codable {
        var lines: [Line]
        var shipTo: Address?
        var pickUpAt: String?
        var deliverOn: String?
        var within: String?
        var payment: Payment
        var giftNote: String?
        var createdAt: Date
        var updatedAt: Date
        var id: UUID
        var orderNumber: UInt64
        var status: OrderStatus
        var total: Money
        var parcels: [String: Parcel]

        enum CodingKeys: String, CodingKey {
            case lines, shipTo, pickUpAt, deliverOn, within, payment, giftNote, createdAt, updatedAt, id
            case orderNumber = "order-number"
            case status, total, parcels
        }
    }
}
