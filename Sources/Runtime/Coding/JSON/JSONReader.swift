/// Reads JSON straight from bytes.
public struct JSONReader: ~Copyable {
}
