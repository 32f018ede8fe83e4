import GatewaySpec

/// `etc/<service>.yaml`: every setting and its default, commented out.
struct ConfigText {
    let plan: ServicePlan

    var fields: ViewFields { [:] }
}
