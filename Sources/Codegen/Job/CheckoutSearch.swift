/// Finds the checkout of swift-gateway that a folder lies in.
enum CheckoutSearch {
    /// The nearest folder above whose `Package.swift` declares `swift-gateway`.
    static func checkout(around folder: FolderPath) -> FolderPath? {
        var candidate: FolderPath? = folder
        while let current = candidate {
            let manifest = current.text + "/Package.swift"
            if let bytes = try? OutputFolder.read(manifest, named: manifest), declaresGateway(bytes) { return current }
            candidate = current.parent
        }
        return nil
    }

    /// A generated package names `swift-gateway` too, but as a dependency.
    private static func declaresGateway(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }.contains("=Package(name:\"swift-gateway\"")
    }
}
