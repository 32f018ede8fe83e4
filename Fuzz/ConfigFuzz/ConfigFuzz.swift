import GatewayRuntime

/// Reads any bytes as a config file: no crash, and whatever is accepted is the same tree to libyaml.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfig(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let result = ConfigDocument.parse(bytes, path: "f.yaml", environment: { $0.count > 1 ? $0 : nil })
    if case .failure(let failure) = result {
        must(!failure.diagnostics.isEmpty, "no finding")
        must(!failure.description.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "a control character")
        for finding in failure.diagnostics {
            must(finding.line >= 1 && finding.endColumn >= finding.column, "no place")
        }
        return 0
    }
    // What `${` becomes is the config reader's own matter.
    let hasReference = zip(bytes, bytes.dropFirst()).contains { $0 == (UInt8(ascii: "$"), UInt8(ascii: "{")) }
    guard !hasReference, let text = String(validating: bytes, as: UTF8.self) else { return 0 }
    guard case .success(let config) = TreeComparison.config(text) else { return 0 }
    switch TreeComparison.full(text) {
    case .success(let full): must(config == full, "\(config)\n\(full)")
    case .failure(let report): must(false, "libyaml refuses it: \(report.text)")
    }
    return 0
}
