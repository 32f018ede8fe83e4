/// A regular expression as a tree.
indirect enum PatternNode: Hashable {
    case empty
    case set(PatternClass)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    case repeated(PatternNode, least: Int, most: Int?)
    case start
    case end
    case wordBoundary(isNegated: Bool)
}
