extension SpecRule {
    /// Titles and explanations.
    static let textsAuth: [SpecRule: Text] = [
        .authMisfit: Text(
            "way to authenticate that can't work",
            """
            The signatures HS256, HS384 and HS512 are checked with a secret that both sides have (`keys: secret`), all others \
            with public keys (`keys: file` or `keys: url`); one scheme has keys of one sort. `rotation` is about a secret: \
            files and JWK sets hold old and new keys side by side. A token that stands in a WebSocket's subprotocol alone can't \
            come with other requests.
            """),
        .claimsMisfit: Text(
            "claims that nobody states",
            """
            `claims` says what a token tells of its bearer: an object type, or its fields. Keys, passwords and signatures say \
            who it is and no more.
            """),
        .middlewareNeedsCode: Text(
            "middleware without code",
            """
            A middleware is a function that you write, so the gateway can't run it: the route answers 501 there, since to leave \
            out what may keep somebody away would be worse. `gen api` makes a service of the spec, which runs it.
            """),
    ]
}
