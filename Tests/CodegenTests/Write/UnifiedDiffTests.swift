import Testing

@testable import GatewayCodegen

@Suite("differences of texts")
struct UnifiedDiffTests {
    @Test(
        "changes are shown with the lines round them",
        arguments: [
            ("", "", []), ("a\n", "a\n", []), ("", "a\n", ["@@ -1 +1 @@", "+a"]), ("a\n", "", ["@@ -1 +1 @@", "-a"]),
            ("a\nb\nc\n", "a\nB\nc\n", ["@@ -1 +1 @@", " a", "-b", "+B", " c"]),
            (
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n5\n6\n7\n8\n",
                ["@@ -3 +3 @@", " 3", " 4", "+x", " 5", " 6", " 7", " 8", "-9"]
            ),
            (
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
                ["@@ -1 +1 @@", "-1", "+x", " 2", " 3", "@@ -7 +7 @@", " 7", " 8", "-9", "+y"]
            ),
        ])
    func lines(old: String, new: String, expected: [String]) {
        #expect(UnifiedDiff.lines(from: old, to: new) == expected)
    }
}
